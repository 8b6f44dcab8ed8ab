// Lets this process load TypeScript, on any supported Node and without a build step: `node -r ./tools/typescript.js FILE.ts`.
// Each file is compiled once by swc and kept in node_modules/.cache, keyed by its content, so later starts
// do not even load swc.

const { createHash } = require("node:crypto");
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");

const root = path.resolve(__dirname, "..");
const cache = path.join(root, "node_modules", ".cache", "aoai-fleet");
const settings = {
  jsc: { parser: { syntax: "typescript" }, target: "es2022" },
  module: { type: "commonjs" },
  sourceMaps: "inline",
};
const version = require("@swc/core/package.json").version;

function compile(file) {
  const source = fs.readFileSync(file, "utf8");
  const key = createHash("sha256").update(`${version}\0${file}\0${source}`).digest("hex").slice(0, 32);
  const target = path.join(cache, `${key}.js`);
  try {
    return fs.readFileSync(target, "utf8");
  } catch {
    const { code } = require("@swc/core").transformSync(source, { ...settings, filename: file });
    try {
      fs.mkdirSync(cache, { recursive: true });
      const partial = `${target}.${process.pid}`;
      fs.writeFileSync(partial, code);
      fs.renameSync(partial, target);
    } catch {
      // A read-only checkout still works, only slower.
    }
    return code;
  }
}

// A package of this repository is its sources here, whether it was built or not: a build may be old.
const { name, exports: doors } = require("../packages/apim-gateway/package.json");
const sources = new Map(
  Object.entries(doors)
    .filter(([, door]) => typeof door === "object")
    .map(([door, target]) => [
      path.posix.join(name, door),
      path.join(root, "packages", name, target[`${name}-source`]),
    ]),
);
const resolveFilename = Module._resolveFilename;
Module._resolveFilename = (request, ...rest) => sources.get(request) ?? resolveFilename(request, ...rest);

require.extensions[".ts"] = (module, file) => module._compile(compile(file), file);
