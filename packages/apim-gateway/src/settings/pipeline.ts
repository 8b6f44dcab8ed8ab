import { number, type SettingRows, words } from "./row";

/** What is not documented about running policies as such. */
export const pipelineSettings = {
  bodyLimitBytes: {
    default: 268_435_456,
    values: number(1024, 2_147_483_647),
    meaning: "bytes of a body that a policy may bring into memory; more fails the policy",
    source: "a limit of this process; that of the service is `bufferedPayload`",
  },
  bufferedPayload: {
    default: "by-tier",
    values: words("by-tier", "bodyLimitBytes"),
    meaning:
      "bytes of a body that a policy may bring into memory: 2 MiB in v2 tiers and Consumption, 500 MiB in classic ones, and never more than `bodyLimitBytes`; or that alone",
    source: "limits of 2026; what the service does with more is not documented, here the policy fails",
  },
  requestSeconds: {
    default: 0,
    values: number(0, 3_600),
    meaning:
      "seconds from the arrival of a request after which no answer of a backend is awaited any more; 0: as long as `forward-request` says",
    source:
      "30 s are documented as the total duration in Consumption and v2 tiers; longer answers of models are reported from v2, so it is off",
  },
  missingVariable: {
    default: "null",
    values: words("null", "throws"),
    meaning: "`context.Variables[…]` of a name that was never set: null, or KeyNotFoundException",
    source: "Microsoft's policy toolkit gives null; not tried on the service",
  },
  responseBeforeForward: {
    default: "empty",
    values: words("empty", "null"),
    meaning:
      "`context.Response` in expressions before anything answered: an empty one with status 200, or null",
    source:
      "public samples with measured results ask for its status or body in the first run of `retry`; not documented",
  },
  foundryDeployment: {
    default: "path-or-model",
    values: words("path-or-model", "path"),
    meaning:
      "`context.Request.Foundry.Deployment`: what stands behind `/deployments/` in the caller's path, and else the `model` of a body in JSON, or the path alone",
    source:
      "the property is documented, not what it is taken from; the policy that Foundry's portal writes finds a deployment's token limit by it",
  },
  missingHeader: {
    default: "throws",
    values: words("null", "throws"),
    meaning:
      "`Headers[…]`, and likewise query parameters, claims and matched parameters, of a name that is not there",
    source: "the dictionaries of .NET throw; not tried on the service",
  },
  singleQuotes: {
    default: "string",
    values: words("string", "refuse"),
    meaning: "text in single quotes in an expression: a string, or refused as C# does",
    source: "a published sample that is deployed as it stands has some; plain C# refuses it",
  },
  objectEquals: {
    default: "reference",
    values: words("reference", "value"),
    meaning: "`object == string` compares references as C# does, or the texts",
    source: "C# compares references; the service was not asked",
  },
  doubleText: {
    default: "G15",
    values: words("G15", "shortest"),
    meaning:
      "how a double is written: 15 digits (.NET Framework), or the shortest that reads back (.NET Core)",
    source: "depends on the gateway's runtime, which is not documented",
  },
  lineEnds: {
    default: "crlf",
    values: words("crlf", "lf"),
    meaning:
      "line ends that .NET writes: in JSON and XML with indentation (`ToString()` of a `JObject`), `AppendLine`, `WriteLine`",
    source:
      "depends on the gateway's system, which is not documented: traces of the managed gateway in public reports end their lines as Windows does; the self-hosted gateway is a Linux container",
  },
} as const satisfies SettingRows;
