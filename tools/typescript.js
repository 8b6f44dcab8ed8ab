// Lets this process load TypeScript, on any supported Node and without a build step: `node -r ./tools/typescript.js FILE.ts`.
// Each file is compiled once by swc and kept in node_modules/.cache, keyed by its content, so later starts
// do not even load swc.

const { createHash } = require("node:crypto");
const fs = require("node:fs");
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

require.extensions[".ts"] = (module, file) => module._compile(compile(file), file);
