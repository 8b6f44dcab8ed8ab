import { readJson } from "../../../csharp/runtime/json/read";
import { CsException } from "../../../csharp/runtime/value";
import type { Headers } from "../../../messages/headers";
import type { Url } from "../../../messages/url";
import type { Exchange } from "../../../pipeline/exchange";
import { PolicyFailure } from "../../../pipeline/failure";
import { readText } from "../bodyText";
import { isJson, isXml, mediaTypeOf } from "../contentType";
import type { HasBody } from "../replaceBody";
import { readXml } from "../xml/readXml";
import { AnyCase, jsonValue, xmlBody } from "./values";

export interface BindOptions {
  /** What an element with `xsi:nil="true"` is. */
  readonly nil: "" | null;
  /** Whether texts that are dates are dates. */
  readonly parseDates: boolean;
}

/** Stands before a text that must not become a date. */
const mark = "\u0001";

/**
 * `body` of a template, bound by the message's content type: JSON or XML, nothing for anything else.
 *
 * @throws PolicyFailure for a body that is not what its content type says
 */
export function bindBody(message: HasBody, exchange: Exchange, { nil, parseDates }: BindOptions): unknown {
  const type = mediaTypeOf(message.headers);
  if (!isJson(type) && !isXml(type)) return undefined;
  const text = readText(message, exchange);
  if (text.trim() === "") return undefined;
  if (isXml(type)) return xmlBody(readXml(text).root, nil);
  try {
    return parseDates
      ? jsonValue(readJson(text))
      : unmarked(jsonValue(readJson(text.replace(/"(\d{4}-\d\d-\d\dT[^"\\]*)"/g, `"${mark}$1"`))));
  } catch (error) {
    if (!(error instanceof CsException)) throw error;
    throw new PolicyFailure({
      reason: "InvalidJson",
      message: `The body is not valid JSON: ${error.message}`,
    });
  }
}

function unmarked(value: unknown): unknown {
  if (typeof value === "string") return value.startsWith(mark) ? value.slice(1) : value;
  if (Array.isArray(value)) return value.map(unmarked);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [unmarked(name), unmarked(inner)]));
}

/** `context` of a template. */
export function contextOf({ request, response }: Exchange): object {
  return {
    Request: {
      Url: urlOf(request.url),
      OriginalUrl: urlOf(request.originalUrl),
      Method: request.method,
      IpAddress: request.ipAddress,
      MatchedParameters: Object.fromEntries(request.matchedParameters),
      HasBody: request.body !== null,
      Headers: headersOf(request.headers),
    },
    Response:
      response === null ? null : { StatusCode: response.statusCode, Headers: headersOf(response.headers) },
  };
}

const headersOf = (headers: Headers): AnyCase => new AnyCase((name) => headers.get(name));

function urlOf(url: Url): object {
  return {
    Scheme: url.scheme,
    Host: url.host,
    Port: url.port,
    Path: url.path,
    Query: Object.fromEntries([...url.query].map(([name, values]) => [name, values.join(",")])),
    QueryString: url.search === "" ? "" : `?${url.search}`,
    ToUri: url.toString(),
    ToString: url.toString(),
  };
}
