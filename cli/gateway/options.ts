import type { ProblemFormat } from "../problems";

/** Options of `fleet gateway`. */
export interface GatewayCommandOptions {
  readonly check: boolean;
  readonly settings: boolean;
  readonly policies: boolean;
  readonly markdown: boolean;
  readonly strict: boolean;
  readonly lenient: boolean;
  readonly format: ProblemFormat;
  readonly host: string;
  readonly port: number;
  readonly instances: number;
  readonly service?: string;
  readonly set: readonly string[];
  readonly backends?: string;
  readonly log?: string;
  readonly traces: "never" | "asked" | "always";
  readonly showKey?: string;
}
