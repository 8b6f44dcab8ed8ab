// `npm run published`: what Microsoft's management libraries say of each resource type that the fleet declares, written to
// test/published/publishedTypes.json. The libraries are fetched into a temporary folder: 140 MB, of which a check needs
// a hundred kilobytes, and no test needs them again.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const HOME = fileURLToPath(new URL("../test/published/", import.meta.url));
const MODELS = ["dist/esm/models", "dist-esm/src/models", "esm/models"];

const { libraries } = JSON.parse(readFileSync(join(HOME, "sources.json"), "utf8"));
const folder = mkdtempSync(join(tmpdir(), "published-types-"));
try {
  fetchLibraries();
  const types = {};
  const classes = {};
  for (const source of libraries) await readLibrary(source, types, classes);
  const found = {
    libraries: Object.fromEntries(libraries.map(({ library, version }) => [library, version])),
    types,
    classes: Object.fromEntries(Object.entries(classes).sort(([a], [b]) => (a < b ? -1 : 1))),
  };
  writeFileSync(join(HOME, "publishedTypes.json"), `${JSON.stringify(found, null, 1)}\n`);
  console.error(`${Object.keys(types).length} resource types, ${Object.keys(classes).length} classes.`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function fetchLibraries() {
  console.error(`Fetching ${libraries.length} libraries from npm …`);
  writeFileSync(join(folder, "package.json"), "{}");
  const wanted = libraries.map(({ library, version }) => `${library}@${version}`);
  execFileSync("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", ...wanted], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  });
}

async function readLibrary({ library, types: wanted }, types, classes) {
  const models = MODELS.map((path) => join(folder, "node_modules", library, path)).find(existsSync);
  if (models === undefined) throw new Error(`${library} has no models in ${MODELS.join(", ")}`);
  const load = (file) => import(pathToFileURL(join(models, file)).href);
  const mappers = await load("mappers.js");
  // In the older libraries this file loads in a bundler only; those publish no limits of a name.
  const named = Object.values(wanted).some(({ name }) => name !== undefined);
  const parameters = named ? await load("parameters.js") : {};
  const keyOf = (name) => `${library.split("/arm-")[1]}:${name}`;

  function addClass(name) {
    const { modelProperties = {}, additionalProperties } = mappers[name].type;
    if (classes[keyOf(name)] !== undefined) return;
    const properties = {};
    classes[keyOf(name)] = { properties, others: additionalProperties === undefined ? undefined : true };
    for (const property of Object.values(modelProperties))
      properties[property.serializedName] = describe(property);
  }

  // What is read only is never put; what it is made of is not looked at.
  function describe({ type, constraints = {}, required, readOnly }) {
    if (readOnly) return { type: type.name, readOnly: true };
    const items = type.element ?? type.value;
    if (type.className !== undefined) addClass(type.className);
    return {
      type: type.name,
      of: type.className === undefined ? undefined : keyOf(type.className),
      items: items === undefined ? undefined : describe(items),
      allowed: type.allowedValues,
      required: required || undefined,
      pattern: constraints.Pattern?.source,
      minLength: constraints.MinLength,
      maxLength: constraints.MaxLength,
      minimum: constraints.InclusiveMinimum,
      maximum: constraints.InclusiveMaximum,
      minItems: constraints.MinItems,
      maxItems: constraints.MaxItems,
    };
  }

  for (const [type, { body, name }] of Object.entries(wanted)) {
    if (body !== null) addClass(body);
    types[type] = {
      body: body === null ? null : keyOf(body),
      name: name === undefined ? undefined : describe(parameters[name].mapper),
    };
  }
}
