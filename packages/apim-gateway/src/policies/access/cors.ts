import { Headers } from "../../messages/headers";
import type { Exchange } from "../../pipeline/exchange";
import { constantGetter, type Getter, mapGetter } from "../../pipeline/getter";
import { ResponseMessage } from "../../pipeline/messages";
import type { PolicyDefinition } from "../../pipeline/policy";
import type { PolicyCompiler } from "../../pipeline/policyCompiler";
import { findAttribute, type PolicyElement } from "../../xml/policyDocument";
import { isAllowed, type Origins, readOrigin, readOrigins } from "./corsOrigins";
import { compileList } from "./textLists";

/** What a `cors` element allows. */
interface Cors {
  readonly origins: Getter<Origins>;
  readonly methods: Getter<readonly string[]>;
  readonly headers: Getter<readonly string[]>;
  readonly exposed: Getter<readonly string[]>;
  readonly maxAge: Getter<number>;
  readonly credentials: Getter<boolean>;
  readonly lists: "configured" | "requested";
}

/**
 * A preflight that matches is answered here. Other requests of an allowed origin go on, and their answer gets the
 * headers whoever makes it. Without `Origin` nothing happens.
 *
 * @see https://learn.microsoft.com/azure/api-management/cors-policy
 */
export const cors: PolicyDefinition = {
  name: "cors",
  onPreflight: true,
  limits:
    "whether a preflight matches is decided by its origin alone; the browser compares methods and headers",
  compile(element, compiler) {
    const rules = compileCors(element, compiler);
    const terminate = compileTerminate(element, compiler);
    const ends = compiler.settings.corsUnmatchedMethods === "all" ? () => true : isGetOrHead;
    return (exchange) => {
      const { headers, method } = exchange.request;
      const origin = headers.get("Origin");
      if (origin === undefined) return undefined;
      const preflight = method === "OPTIONS" && headers.has("Access-Control-Request-Method");
      if (isAllowed(rules.origins(exchange), origin)) {
        if (preflight) answer(exchange, preflightHeaders(exchange, origin, rules));
        else exchange.hooks.onAnswer(exposing(origin, rules));
      } else if ((preflight || ends(method)) && terminate(exchange)) {
        exchange.recorder?.note(`The origin '${origin}' is not allowed.`);
        answer(exchange, new Headers());
      }
      return undefined;
    };
  },
};

const isGetOrHead = (method: string): boolean => method === "GET" || method === "HEAD";

function answer(exchange: Exchange, headers: Headers): void {
  exchange.response = new ResponseMessage(200, "OK", headers);
  exchange.ended = true;
}

function preflightHeaders(exchange: Exchange, origin: string, cors: Cors): Headers {
  const { headers: asked } = exchange.request;
  const headers = new Headers();
  allowOrigin(headers, exchange, origin, cors);
  const list = (name: string, allowed: readonly string[], requested: string | undefined) => {
    const wanted = splitList(requested);
    const given = allowed.includes("*")
      ? wanted
      : cors.lists === "configured"
        ? allowed
        : wanted.filter((each) => allowed.some((name) => name.toLowerCase() === each.toLowerCase()));
    if (given.length > 0) headers.set(name, given.join(","));
  };
  list("Access-Control-Allow-Methods", cors.methods(exchange), asked.get("Access-Control-Request-Method"));
  list("Access-Control-Allow-Headers", cors.headers(exchange), asked.get("Access-Control-Request-Headers"));
  headers.set("Access-Control-Max-Age", String(cors.maxAge(exchange)));
  return headers;
}

/** Puts the headers of an allowed origin on whatever response there will be. */
function exposing(origin: string, cors: Cors): (exchange: Exchange) => undefined {
  return (exchange) => {
    const headers = exchange.response?.headers;
    if (headers === undefined) return undefined;
    allowOrigin(headers, exchange, origin, cors);
    const exposed = cors.exposed(exchange);
    if (exposed.length > 0) headers.set("Access-Control-Expose-Headers", exposed.join(","));
    return undefined;
  };
}

/** With credentials a browser takes no `*`, so the origin is named. */
function allowOrigin(headers: Headers, exchange: Exchange, origin: string, cors: Cors): void {
  const credentials = cors.credentials(exchange);
  const any = cors.origins(exchange) === "*" && !credentials;
  headers.set("Access-Control-Allow-Origin", any ? "*" : origin);
  if (credentials) headers.set("Access-Control-Allow-Credentials", "true");
}

function compileCors(element: PolicyElement, compiler: PolicyCompiler): Cors {
  const none = constantGetter<readonly string[]>([]);
  const methods = element.children.find(({ name }) => name === "allowed-methods");
  return {
    origins: compileOrigins(element, compiler),
    methods: mapGetter(
      compileList(element, "allowed-methods", compiler) ?? constantGetter<readonly string[]>(["GET", "POST"]),
      (names) => names.map((name) => name.toUpperCase()),
    ),
    headers: compileList(element, "allowed-headers", compiler) ?? none,
    exposed: compileList(element, "expose-headers", compiler) ?? none,
    maxAge: methods ? compiler.number(methods, "preflight-result-max-age", 0) : constantGetter(0),
    credentials: compiler.boolean(element, "allow-credentials", false),
    lists: compiler.settings.corsPreflightLists,
  };
}

function compileOrigins(element: PolicyElement, compiler: PolicyCompiler): Getter<Origins> {
  const texts = compileList(element, "allowed-origins", compiler) ?? constantGetter<readonly string[]>([]);
  for (const text of texts.constant ?? [])
    if (text !== "*" && readOrigin(text) === undefined)
      compiler.report(
        "warning",
        "cors-origin",
        `cors: '${text}' is neither '*' nor a URI with scheme and host.`,
      );
  return mapGetter(texts, readOrigins);
}

function compileTerminate(element: PolicyElement, compiler: PolicyCompiler): Getter<boolean> {
  const absent = compiler.settings.corsTerminateUnmatched === "true";
  return findAttribute(element, "terminate-unmatched-request") === undefined
    ? constantGetter(absent)
    : compiler.boolean(element, "terminate-unmatched-request", absent);
}

const splitList = (text: string | undefined): string[] =>
  (text ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
