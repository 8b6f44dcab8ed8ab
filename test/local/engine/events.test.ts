import { changes, failuresOf, messagesOf, operationsOf, parseEvents } from "../../../local/engine/events";

const step = (op: string, type: string, name: string) => ({
  op,
  type,
  urn: `urn:pulumi:dev::aoai-fleet::${type}::${name}`,
});
const line = (event: object) => `${JSON.stringify({ sequence: 1, ...event })}\n`;
const done = (op: string, type: string, name: string) =>
  line({ resOutputsEvent: { metadata: step(op, type, name) } });

test("the operations are those that were completed, without the stack and the providers, each once", () => {
  const log =
    line({ resourcePreEvent: { metadata: step("create", "fleet:index:Hub", "hub") } }) +
    done("create", "pulumi:pulumi:Stack", "aoai-fleet-dev") +
    done("create", "pulumi:providers:azure-native", "default") +
    done("create", "fleet:index:Hub", "hub") +
    done("same", "azure-native:resources:ResourceGroup", "rg::with::colons") +
    done("create", "fleet:index:Hub", "hub") +
    done("delete", "azure-native:apimanagement:Backend", "b");
  const operations = operationsOf(parseEvents(log));
  expect(operations.map(({ op, type, name }) => [op, type, name])).toEqual([
    ["create", "fleet:index:Hub", "hub"],
    ["same", "azure-native:resources:ResourceGroup", "rg::with::colons"],
    ["delete", "azure-native:apimanagement:Backend", "b"],
  ]);
  expect(changes(operations)).toEqual(["create fleet:index:Hub hub", "delete apimanagement:Backend b"]);
});

test("a log that was cut off in the middle of a line is read up to there", () => {
  const log =
    done("create", "fleet:index:Hub", "hub") + done("create", "fleet:index:Hub", "second").slice(0, 40);
  expect(changes(operationsOf(parseEvents(log)))).toEqual(["create fleet:index:Hub hub"]);
  expect(parseEvents("")).toEqual([]);
});

test("failures and messages are what a person is told, without marks of colour", () => {
  const log =
    line({ resOpFailedEvent: { metadata: step("create", "azure-native:apimanagement:Backend", "b") } }) +
    line({ diagnosticEvent: { severity: "debug", message: "noise" } }) +
    line({ diagnosticEvent: { severity: "error", message: "<{%reset%}>Status=409<{%reset%}>\n" } });
  const events = parseEvents(log);
  expect(failuresOf(events).map(({ op, name }) => [op, name])).toEqual([["create", "b"]]);
  expect(messagesOf(events)).toEqual(["Status=409"]);
});

test("a replacement is one change, in whichever order it was done", () => {
  const log = ["create-replacement", "replace", "delete-replaced"]
    .map((op) => done(op, "azure-native:apimanagement:Backend", "b"))
    .join("");
  expect(changes(operationsOf(parseEvents(log)))).toEqual(["replace apimanagement:Backend b"]);
});
