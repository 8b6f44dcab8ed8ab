/** Something that can be asked of a fleet that runs. */
export interface ControlRoute {
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: string;
  /** The same for everybody, so that it needs no token. @default false */
  readonly open?: boolean;
  answer(request: ControlRequest): ControlReply | Promise<ControlReply>;
}

export interface ControlRequest {
  readonly query: URLSearchParams;
  /** Reads the body, of at most a megabyte. */
  text(): Promise<string>;
}

export type ControlReply =
  | { readonly status: number; readonly json: unknown }
  | { readonly type: string; readonly bytes: string | Buffer }
  /** Events for as long as somebody listens. @returns what ends them */
  | { readonly events: (send: (event: unknown) => void) => () => void };
