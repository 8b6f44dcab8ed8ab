import * as pulumi from "@pulumi/pulumi";
import { tuneEngine, withoutVersionAliases } from "../../infra/engineTuning";
import { recordStack } from "./fleets";

const transform = (aliases: unknown) => {
  const resource = {} as pulumi.Resource;
  const opts = { aliases, protect: true } as pulumi.ResourceOptions;
  return withoutVersionAliases({ resource, type: "t", name: "n", props: { a: 1 }, opts });
};

describe("version aliases", () => {
  test("are taken off, and nothing else is", () => {
    const former = { name: "former" };
    const moved = { type: "azure-native:apimanagement/v20210401preview:Backend", name: "former" };
    const result = transform([
      { type: "azure-native:apimanagement/v20210401preview:Backend" },
      { type: "azure-native:network/v20240501:Subnet" },
      { type: "azure-native:network:InterfaceEndpoint" },
      "urn:pulumi:x::y::z::n",
      former,
      moved,
    ]);
    expect(result).toEqual({
      props: { a: 1 },
      opts: {
        protect: true,
        aliases: [{ type: "azure-native:network:InterfaceEndpoint" }, "urn:pulumi:x::y::z::n", former, moved],
      },
    });
  });

  test.each([[undefined], [[]]])("are not looked for where there are none: %p", (aliases) => {
    expect(transform(aliases)).toBeUndefined();
  });

  test("are off in the whole stack by default; what stays are the few former types without a version, and former names", async () => {
    const recording = await recordStack("prod");
    const types = recording.resources.flatMap(({ aliases }) =>
      aliases.map((alias) => /"type":"([^"]*)"/.exec(alias)?.[1]),
    );
    expect([...new Set(types)].sort()).toEqual([
      "", // of the same type under another name
      "azure-native:apimanagement:ApiDiagnostic", // of the diagnostics that are generic resources now
      "azure-native:insights:Component",
      "azure-native:insights:DiagnosticSetting",
      "azure-native:network:InterfaceEndpoint",
      "azure-native:network:PrivateZone",
      "azure-native:network:VirtualNetworkLink",
    ]);
  });

  test("stay where a stack asks for them", async () => {
    const recording = await recordStack("dev", undefined, { keepVersionAliases: true });
    const counts = recording.resources.filter(({ custom }) => custom).map(({ aliases }) => aliases.length);
    expect(Math.max(...counts)).toBeGreaterThan(20);
  });
});

describe("tuneEngine", () => {
  const { stackTraceLimit, prepareStackTrace } = Error;
  afterEach(() => {
    jest.restoreAllMocks();
    Error.stackTraceLimit = stackTraceLimit;
    Error.prepareStackTrace = prepareStackTrace;
  });

  test("keeps stack traces short, and takes the aliases off unless told otherwise", () => {
    const registered: unknown[] = [];
    jest
      .spyOn(pulumi.runtime, "registerStackTransformation")
      .mockImplementation((transformation) => void registered.push(transformation));
    tuneEngine({ keepVersionAliases: true });
    expect([Error.stackTraceLimit, registered]).toEqual([3, []]);
    tuneEngine();
    expect(registered).toEqual([withoutVersionAliases]);
    tuneEngine({ backends: 300 });
    expect(Error.stackTraceLimit).toBe(0);
  });

  test("maps the traces that somebody will see, and not those of the SDK's bookkeeping", () => {
    jest.spyOn(pulumi.runtime, "registerStackTransformation").mockImplementation(() => {});
    Error.prepareStackTrace = () => "mapped";
    tuneEngine();
    const shown = (message: string, file: string) =>
      Error.prepareStackTrace?.(new Error(message), [{ getFileName: () => file } as NodeJS.CallSite]);
    const sdk = "/project/node_modules/@pulumi/pulumi";
    expect([
      shown("", `${sdk}/runtime/debuggable.js`),
      shown("", `${sdk}/resource.js`),
      shown("Missing resource name", `${sdk}/resource.js`),
      shown("", "/project/infra/fleet.ts"),
    ]).toEqual(["Error", "Error", "mapped", "mapped"]);
  });
});
