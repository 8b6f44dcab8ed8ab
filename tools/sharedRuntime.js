// Loads the modules of a test file with Node's own cache: a worker evaluates each source and each package once, and not once
// for every test file, which was half of all processor time. What lies in a folder `test`, and the state of the test framework,
// is new for each file all the same. `sharedEnvironment.js` holds each file to leaving the process as it was.

const Module = require("node:module");
const path = require("node:path");
const { default: Runtime } = require("jest-runtime");
require("./typescript.js");

/** What needs modules of one's own. A file that asks for it runs with Jest's usual runtime instead. */
const REFUSED = [
  ...[
    "mock",
    "doMock",
    "unmock",
    "dontMock",
    "unstable_mockModule",
    "setMock",
    "requireMock",
    "createMockFromModule",
  ],
  ...["resetModules", "isolateModules", "isolateModulesAsync"],
];
const FRAMEWORK = `${path.sep}jest-circus${path.sep}`;
const TESTS = `${path.sep}test${path.sep}`;
const PACKAGES = `${path.sep}node_modules${path.sep}`;

/** Where stacks of compiled files lead back to, by file. */
const sourceMaps = new Map();

/** The runtime of the test file that runs now: a worker runs one at a time. */
let current;

require.extensions[".ts"] = (module, file) => module._compile(current.compile(file), file);

const resolveFilename = Module._resolveFilename;
Module._resolveFilename = (request, ...rest) => current?.mapped(request) ?? resolveFilename(request, ...rest);

function forget(isForgotten) {
  for (const file of Object.keys(require.cache)) if (isForgotten(file)) delete require.cache[file];
}

module.exports = class SharedRuntime extends Runtime {
  #transformer;
  #mapper;
  #watches;

  constructor(config, environment, resolver, transformer, cacheFS, coverage, testPath, globalConfig) {
    super(config, environment, resolver, transformer, cacheFS, coverage, testPath, globalConfig);
    this.#transformer = transformer;
    this.#mapper = config.moduleNameMapper.map(([pattern, target]) => [new RegExp(pattern), target]);
    this.#watches = globalConfig.watch || globalConfig.watchAll;
    current = this;
  }

  /** A file as JavaScript, by the transformer of the project, which keeps what it compiled between runs. */
  compile(file) {
    const options = {
      isInternalModule: false,
      supportsDynamicImport: false,
      supportsExportNamespaceFrom: false,
      supportsStaticESM: false,
      supportsTopLevelAwait: false,
    };
    const { code, sourceMapPath } = this.#transformer.transform(file, options);
    if (sourceMapPath) sourceMaps.set(file, sourceMapPath);
    return code;
  }

  /** The file that stands in for what a module asks for, by the project's `moduleNameMapper`. */
  mapped(request) {
    return this.#mapper.find(([pattern]) => pattern.test(request))?.[1];
  }

  requireModule(from, name = from) {
    const load = Module.createRequire(from);
    if (name !== from) return load(name);
    const jest = { ...this.requireModuleOrMock(from, "@jest/globals").jest };
    for (const key of REFUSED) {
      jest[key] = () => {
        throw new Error(
          `\`jest.${key}\` needs modules of its own: pass the part in, or leave this file to Jest's usual runtime.`,
        );
      };
    }
    globalThis.jest = jest;
    return load(from);
  }

  requireInternalModule(from, name = from) {
    return Module.createRequire(from)(name);
  }

  /** Nothing to do when a runtime starts and ends; a test that asks for it is refused. */
  resetModules() {}

  getSourceMaps() {
    return sourceMaps;
  }

  teardown() {
    super.teardown();
    forget(
      (file) =>
        file.includes(FRAMEWORK) || (!file.includes(PACKAGES) && (this.#watches || file.includes(TESTS))),
    );
  }
};
module.exports.default = module.exports;
