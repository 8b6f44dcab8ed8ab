// The process itself as the world of a test file, for `sharedRuntime.js`. Jest's usual environment is a context per file, whose
// `Array` and `Error` are not those of the modules that all files share. What a file changes of the process is put back, and
// the file fails: another order of the files would be another result.

const { ModernFakeTimers } = require("@jest/fake-timers");
const { ModuleMocker } = require("jest-mock");

/** The symbols under which the test framework keeps the tests, timeouts and listeners of one file. */
const FRAMEWORK = new Set([
  "EVENT_HANDLERS",
  "JEST_STATE_SYMBOL",
  "RETRY_TIMES_SETTER",
  "TEST_TIMEOUT_SYMBOL",
]);

/** What one file could hand to the next, each under the name that a person would look for. */
function stateOfProcess() {
  const signals = process.eventNames().filter((event) => /^SIG/.test(String(event)));
  return {
    "process.cwd()": process.cwd(),
    ...Object.fromEntries(Object.entries(process.env).map(([name, value]) => [`process.env.${name}`, value])),
    ...Object.fromEntries(signals.map((name) => [`listeners for ${name}`, process.listenerCount(name)])),
  };
}

module.exports = class SharedEnvironment {
  global = globalThis;
  fakeTimers = null;

  constructor({ projectConfig }) {
    this.conditions = projectConfig.testEnvironmentOptions.customExportConditions;
    this.moduleMocker = new ModuleMocker(globalThis);
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
    const { exit, env, getBuiltinModule } = process;
    this.before = {
      process: { exit, getBuiltinModule },
      env: { ...env },
      console: globalThis.console,
      stackTraceLimit: Error.stackTraceLimit,
      state: stateOfProcess(),
    };
  }

  exportConditions() {
    return this.conditions;
  }

  getVmContext() {
    return null;
  }

  async setup() {}

  async teardown() {
    const { env, console, stackTraceLimit, state } = this.before;
    this.fakeTimersModern.dispose();
    Object.assign(process, this.before.process);
    Error.stackTraceLimit = stackTraceLimit;
    globalThis.console = console;
    for (const name of Object.getOwnPropertySymbols(globalThis)) {
      if (FRAMEWORK.has(name.description)) delete globalThis[name];
    }

    const now = stateOfProcess();
    const changed = Object.keys({ ...state, ...now }).filter((name) => now[name] !== state[name]);
    if (changed.length === 0) return;
    process.chdir(state["process.cwd()"]);
    for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
    Object.assign(process.env, env);
    const told = changed.map(
      (name) => `  ${name}: ${state[name] ?? "none"} before, ${now[name] ?? "none"} now`,
    );
    throw new Error(`This file leaves to the next what it changed of the process:\n${told.join("\n")}`);
  }
};
