// The door for other command lines that carry these verbs: re-exports only, and nothing here loads the gateway.

export { check } from "./check";
export { init } from "./init";
export type { CommandNames } from "./names";
export {
  type CheckCommandOptions,
  type ServeCommandOptions,
  type TestCommandOptions,
  type TraceCommandOptions,
  verbOptions,
} from "./options";
export { policies } from "./policies";
export { serve } from "./serve";
export { settings } from "./settings";
export { test } from "./test";
export { trace } from "./trace";
