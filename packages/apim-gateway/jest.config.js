/** @type {import("jest").Config} */
module.exports = {
  ...require("../../tools/jest.js"),
  displayName: "apim-gateway",
  roots: ["<rootDir>/test"],
};
