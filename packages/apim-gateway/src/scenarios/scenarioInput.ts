import type { AnswerFunction } from "./backendShape";

type Texts = Readonly<Record<string, string | number | boolean>>;
type HeaderConditions = Readonly<Record<string, string | number | boolean | null>>;
type TextCondition = string | { readonly contains: string };

/** One answer of a backend. Times as in YAML: `250 ms`, `6 s`. */
export interface AnswerInput {
  readonly status?: number;
  readonly headers?: Texts;
  readonly json?: unknown;
  readonly text?: string;
  readonly stream?: readonly (string | { readonly after?: string; readonly text: string })[];
  readonly every?: string;
  readonly delay?: string;
  readonly hang?: boolean;
  readonly refused?: boolean;
  readonly cut?: boolean;
}

export type AnswerOrStatus = AnswerInput | number | "hang" | "refused";

/** What a backend does: a list is used up in order, one answer is given every time, a function makes each. */
export type BackendInput =
  | readonly AnswerOrStatus[]
  | AnswerOrStatus
  | ((...call: Parameters<AnswerFunction>) => AnswerOrStatus)
  | (AnswerInput & {
      readonly answers?: readonly AnswerOrStatus[];
      readonly rules?: readonly (AnswerInput & { readonly when?: CallInput })[];
      readonly url?: string;
      readonly pool?:
        | readonly string[]
        | Readonly<Record<string, number | { readonly priority?: number; readonly weight?: number }>>;
      readonly trips?: {
        readonly on?: number | string | readonly (number | string)[];
        readonly after?: number;
        readonly within?: string;
        readonly for?: string;
      };
      readonly window?: string;
      readonly tokens?: string;
      readonly bucket?: { readonly size?: number; readonly refill: string };
    });

type Line = Readonly<
  Partial<Record<"GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS", string>>
>;

export interface SendInput extends Line {
  readonly headers?: Texts;
  readonly json?: unknown;
  readonly text?: string;
  readonly after?: string;
  readonly times?: number;
  readonly at?: "once";
  readonly rate?: string;
  readonly for?: string;
  readonly from?: string;
  readonly subscription?: string;
  readonly leaves?: string;
}

export interface CallInput {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: HeaderConditions;
  readonly body?: "as sent" | "empty";
  readonly json?: unknown;
  readonly text?: TextCondition;
}

export interface ExpectInput {
  readonly status?: number;
  readonly headers?: HeaderConditions;
  readonly json?: unknown;
  readonly text?: TextCondition;
  readonly exactly?: { readonly json?: unknown; readonly headers?: Texts };
  readonly stream?: readonly string[];
  readonly first?: string;
  readonly cut?: boolean;
  readonly calls?:
    | readonly (string | Readonly<Record<string, CallInput>>)[]
    | Readonly<Record<string, number | string>>;
  readonly within?: string;
  readonly share?: Readonly<Record<number, string>>;
  readonly breakers?: Readonly<Record<string, "open" | "half-open" | "closed">>;
  readonly counters?: Partial<
    Readonly<Record<"rate" | "quota" | "tokens" | "token-quota", Readonly<Record<string, number | string>>>>
  >;
}

export interface StepInput {
  readonly send: SendInput;
  readonly expect?: ExpectInput;
}

/** A scenario as a program writes it: the keys of the YAML; backends may be functions. */
export interface ScenarioInput extends StepInput {
  readonly scenario: string;
  readonly todo?: string;
  readonly policy?: string;
  readonly resources?: string;
  readonly service?: string;
  readonly section?: "inbound" | "backend" | "outbound" | "on-error";
  readonly fragment?: string;
  /** URL template of the operation that the policy is of. */
  readonly operation?: string;
  readonly namedValues?: Texts;
  readonly backends?: Readonly<Record<string, BackendInput>>;
  readonly token?: Readonly<Record<string, unknown>>;
  readonly settings?: Texts;
  readonly seed?: number;
  readonly then?: readonly StepInput[];
}

/** A scenario with its types checked. */
export const defineScenario = (scenario: ScenarioInput): ScenarioInput => scenario;
