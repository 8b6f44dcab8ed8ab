import type { Topology } from "../topology/topology";
import { csharpString } from "./literals";

/** Messages that callers read, as C# expressions. They name what exists for this consumer, never what is behind it. */
export interface Texts {
  readonly unauthorized: string;
  readonly unknownModel: string;
  readonly unknownRegion: string;
  readonly unknownModelHere: string;
  readonly statefulOperation: string;
  readonly statefulBody: string;
}

export function textsOf(topology: Topology): Texts {
  const token =
    topology.gateway.entra === undefined ? "" : ", or a Microsoft Entra token of one of its applications";
  return {
    unauthorized: csharpString(
      `The request names no consumer of this fleet: send the consumer's key in the header api-key (as Authorization: Bearer it is not read)${token}.`,
    ),
    unknownModel: `"The model \`" + (string)context.Variables["asked"] + "\` does not exist or is not open to this consumer. Available: " + ${names('JObject.Parse((string)context.Variables["models"])')} + "."`,
    unknownRegion: `"There is no region \`" + context.Request.MatchedParameters["region"] + "\` for this consumer. Available: " + string.Join(", ", JArray.Parse((string)context.Variables["regions"]).Select(region => (string)region)) + "."`,
    unknownModelHere: `"The model of this body does not exist in region \`" + (string)context.Variables["region"] + "\` or is not open to this consumer. Available: " + ${names('((JObject)context.Variables["models-here"])')} + "."`,
    statefulOperation: `"This operation belongs to one account and is not served by the pooled route. Call it at /regions/{region}/openai/v1, where region is one of: " + string.Join(", ", JArray.Parse((string)context.Variables["regions"]).Select(region => (string)region)) + "."`,
    statefulBody: `"A response that uses previous_response_id, conversation or background lives in one account. Send it, and what it continues, to /regions/{region}/openai/v1, where region is one of: " + string.Join(", ", JArray.Parse((string)context.Variables["places"]).Select(region => (string)region)) + "."`,
  };
}

function names(object: string): string {
  return `string.Join(", ", ${object}.Properties().Select(entry => entry.Name))`;
}
