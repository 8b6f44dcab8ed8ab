import type { Topology } from "../topology/topology";
import { bufferedBytes } from "./bodyLimits";
import { entraView } from "./entraView";
import { csharpString } from "./literals";

/** Messages that callers read, as C# expressions. They name what exists for this consumer, never what is behind it. */
export interface Texts {
  readonly unauthorized: string;
  readonly addressNotAllowed: string;
  readonly unknownModel: string;
  readonly unknownRegion: string;
  readonly unknownModelHere: string;
  readonly statefulOperation: string;
  readonly followUp: string;
  readonly unknownOperation: string;
  readonly unknownRegionalOperation: string;
  readonly statefulLack: string;
  readonly realtime: string;
  readonly responsesNeedV1: string;
  readonly form: string;
  readonly formForJson: string;
  readonly tooLarge: string;
}

export function textsOf(topology: Topology): Texts {
  const hasAzure = topology.gateway.surfaces.includes("azure");
  return {
    unauthorized: csharpString(`The request names no consumer of this fleet: send ${credentials(topology)}.`),
    addressNotAllowed: `"This gateway takes no calls from the address " + context.Request.IpAddress + "."`,
    unknownModel: `"The model \`" + (string)context.Variables["asked"] + "\` does not exist or is not open to this consumer. Available: " + ${names('JObject.Parse((string)context.Variables["models"])')} + "."`,
    unknownRegion: `"There is no region \`" + context.Request.MatchedParameters["region"] + "\` for this consumer. Available: " + string.Join(", ", JArray.Parse((string)context.Variables["regions"]).Select(region => (string)region)) + "."`,
    unknownModelHere: `"The model does not exist in region \`" + (string)context.Variables["region"] + "\` or is not open to this consumer. Available: " + ${names('((JObject)context.Variables["models-here"])')} + "."`,
    statefulOperation: `"This operation belongs to one account and is not served by the pooled route. " + (${mayKeep} ? "Call it at /regions/{region}/openai/v1, where region is one of: " + ${listed("regions")} + "." : ${csharpString(CLOSED)})`,
    followUp: `"The body names what lives in one account: \`" + (string)context.Variables["follow-up"] + "\`. " + (${mayKeep} ? "Send it, and what it continues, to /regions/{region}/openai/v1, where region is one of: " + ${listed("places")} + "." : ${csharpString(CLOSED)})`,
    unknownRegionalOperation: `"There is no " + context.Request.Method + " " + context.Request.OriginalUrl.Path + ". Below /regions/{region}/openai/v1 there are calls with the model in the body, models, stored responses and conversations; and for who may, files, batches, vector stores, containers, fine-tuning, evals, assistants and stored chat completions."`,
    statefulLack: `"This call needs \`stateful: " + (string)context.Variables["stateful-lack"] + "\`, and this consumer has \`" + (string)context.Variables["stateful"] + "\`. The owner of the fleet decides that, in its topology."`,
    unknownOperation: `"There is no " + context.Request.Method + " " + context.Request.OriginalUrl.Path + ". " + ${csharpString(baseUrls(topology))}`,
    realtime: csharpString(
      "Realtime is not served: it needs a WebSocket API of API Management, which this fleet does not have. Chat completions and /audio are.",
    ),
    responsesNeedV1: csharpString(
      "Responses are served by the surface v1, which this fleet does not have: its owner adds v1 to gateway.surfaces.",
    ),
    form: csharpString(
      `A form names its model inside, where it cannot be changed for each account.${
        hasAzure
          ? " Call /openai/deployments/{model} and then the operation, as AzureOpenAI does."
          : " It needs the surface azure, which this fleet does not have: its owner adds azure to gateway.surfaces."
      }`,
    ),
    formForJson: csharpString(
      "This operation takes JSON, not a form: send the body with the header Content-Type: application/json.",
    ),
    tooLarge: `"The body has " + context.Request.Headers.GetValueOrDefault("Content-Length", "") + " bytes, and this gateway reads at most ${bufferedBytes(topology) ?? 0}: where a request goes and what it may use stand in its body. Send images and files by URL, or upload them in a form to /regions/{region}/openai/v1/files."`,
  };
}

/** Whether the consumer may keep anything in one account, as C#. */
const mayKeep = '(string)context.Variables["stateful"] != "none"';

/** What those are told who may not. */
const CLOSED =
  "Keeping anything in one account is not open to this consumer (`stateful: none`); the owner of the fleet decides that.";

const listed = (variable: string) =>
  `string.Join(", ", JArray.Parse((string)context.Variables["${variable}"]).Select(region => (string)region))`;

/** What a client is told whose path is none of the fleet's: nearly always its base URL is wrong. */
function baseUrls({ gateway }: Topology): string {
  const known = {
    v1: "OpenAI clients take a base URL that ends with /openai/v1, once.",
    azure: "AzureOpenAI clients take the address of the gateway as endpoint, without a path.",
  };
  return gateway.surfaces.map((surface) => known[surface]).join(" ");
}

function names(object: string): string {
  return `string.Join(", ", ${object}.Properties().Select(entry => entry.Name))`;
}

/** What a caller must send, as the end of a sentence. */
function credentials(topology: Topology): string {
  const { bearerKeys, entra } = topology.gateway;
  const view = entraView(topology);
  const token = `a Microsoft Entra token of one of its applications${view?.byMore ? ", app roles or groups" : ""}`;
  if (view?.tokenOnly) return `${token} as Authorization: Bearer; keys are not accepted`;
  if (view?.both) return `the consumer's key in the header api-key, and ${token} as Authorization: Bearer`;
  const bearer =
    bearerKeys === "off" ? " (as Authorization: Bearer it is not read)" : " or as Authorization: Bearer";
  return `the consumer's key in the header api-key${bearer}${entra === undefined || view === null ? "" : `, or ${token}`}`;
}
