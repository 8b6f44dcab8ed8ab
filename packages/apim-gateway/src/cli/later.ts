/**
 * What verbs load when they run, so that `--help`, a wrong option and each other verb do not wait for it. Who asks again
 * gets the same.
 */
export const later = {
  get adminToken() {
    return require("../serve/token") as typeof import("../serve/token");
  },
  get backendMap() {
    return require("../serve/backendMap") as typeof import("../serve/backendMap");
  },
  get checkFolder() {
    return require("../gateway/checkFolder") as typeof import("../gateway/checkFolder");
  },
  get closest() {
    return require("../text/closest") as typeof import("../text/closest");
  },
  get coverage() {
    return require("../scenarios/coverage") as typeof import("../scenarios/coverage");
  },
  get createGateway() {
    return require("../gateway/createGateway") as typeof import("../gateway/createGateway");
  },
  get curlForTrace() {
    return require("./curlForTrace") as typeof import("./curlForTrace");
  },
  get firstScenario() {
    return require("../scenarios/firstScenario") as typeof import("../scenarios/firstScenario");
  },
  get github() {
    return require("../scenarios/report/github") as typeof import("../scenarios/report/github");
  },
  get junit() {
    return require("../scenarios/report/junit") as typeof import("../scenarios/report/junit");
  },
  get loadConfiguration() {
    return require("../resources/loadConfiguration") as typeof import("../resources/loadConfiguration");
  },
  get picocolors() {
    return require("picocolors") as typeof import("picocolors");
  },
  get policySupport() {
    return require("../gateway/policySupport") as typeof import("../gateway/policySupport");
  },
  get runScenarios() {
    return require("../scenarios/runScenarios") as typeof import("../scenarios/runScenarios");
  },
  get serveFolder() {
    return require("../serve/serveFolder") as typeof import("../serve/serveFolder");
  },
  get settingCatalogue() {
    return require("../settings/catalogue") as typeof import("../settings/catalogue");
  },
  get settingRow() {
    return require("../settings/row") as typeof import("../settings/row");
  },
  get settingsMarkdown() {
    return require("../settings/settingsMarkdown") as typeof import("../settings/settingsMarkdown");
  },
  get startReport() {
    return require("./startReport") as typeof import("./startReport");
  },
  get tap() {
    return require("../scenarios/report/tap") as typeof import("../scenarios/report/tap");
  },
  get textReporter() {
    return require("../scenarios/report/text") as typeof import("../scenarios/report/text");
  },
  get traceClient() {
    return require("./traceClient") as typeof import("./traceClient");
  },
  get traceText() {
    return require("../observe/traceText") as typeof import("../observe/traceText");
  },
  get watchScenarios() {
    return require("../scenarios/watchScenarios") as typeof import("../scenarios/watchScenarios");
  },
};
