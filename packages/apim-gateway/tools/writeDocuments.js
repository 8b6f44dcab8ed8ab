// Writes the documents that are made out of the code: npm run docs -w apim-gateway
require("../../../tools/typescript.js");
const { writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { documents } = require("./documents.ts");

for (const [file, text] of Object.entries(documents())) writeFileSync(join(__dirname, "..", file), text);
