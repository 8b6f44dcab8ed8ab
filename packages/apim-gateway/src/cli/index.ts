// The door for other command lines that carry these verbs: re-exports only, and nothing here loads the gateway.

export { check } from "./check";
export { init } from "./init";
export { machineFault } from "./machineFault";
export type { CommandNames } from "./names";
export {
  addServeOptions,
  type CheckCommandOptions,
  type ServeCommandOptions,
  type TestCommandOptions,
  type TraceCommandOptions,
  verbOptions,
} from "./options";
export { policies } from "./policies";
export { createProgress, type Progress } from "./progress";
export { runProgram } from "./runProgram";
export { serve } from "./serve";
export { settings } from "./settings";
export { columns } from "./terminal";
export { test, testVerb } from "./test";
export { trace, traceVerb } from "./trace";
export type { Verb } from "./verb";
