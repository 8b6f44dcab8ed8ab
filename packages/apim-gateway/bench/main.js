require("../../../tools/typescript.js");
require("./main.ts");
