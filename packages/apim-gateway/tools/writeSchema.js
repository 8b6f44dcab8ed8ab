// Writes `scenario.schema.json` out of the rules that scenarios are read by: npm run schema -w apim-gateway
require("../../../tools/typescript.js");
const { writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { scenarioSchema } = require("../src/scenarios/scenarioShape.ts");

writeFileSync(join(__dirname, "../scenario.schema.json"), `${JSON.stringify(scenarioSchema(), null, 2)}\n`);
