import { isLoopbackName } from "../serve/administrationAccess";
import type { ServedFolder } from "../serve/serveFolder";
import { count } from "../text/count";
import { wrap } from "../text/wrap";
import type { CommandNames } from "./names";

/** What a gateway serves, when it has started: addresses, APIs, who may call, how to look inside. What may be copied stays whole. */
export function startReport(
  { url, configuration, adminToken }: ServedFolder,
  instances: number,
  dir: string,
  names: CommandNames,
  ownToken: boolean,
  width: number,
): string {
  const { service, apis, subscriptions, backends } = configuration;
  const pools = backends.filter((backend) => (backend as Resource).properties?.type === "Pool").length;
  const lines: string[] = [];
  const say = (text: string) => void lines.push(...wrap(text, width, { first: "  ", rest: "  " }));
  lines.push(
    `${service.name} (${service.gateway}) from ${dir}`,
    `Serving at ${url}${instances > 1 ? `, ${instances} instances` : ""}`,
    "",
    ...apis.flatMap(({ path, id, operations }) => {
      const [address, what] = [`  ${url}/${path}`, `${id}, ${count(operations.length, "operation")}`];
      const line = `${address.padEnd(49)} ${what}`;
      return line.length <= width ? [line] : [address, `    ${what}`];
    }),
    "",
  );
  say(`${count(backends.length, "backend")}, ${count(pools, "pool")} among them`);
  if (subscriptions.length > 0)
    say(
      `Callers send a key of ${subscriptions.map(({ id }) => id).join(", ")}; \`${names.serve} ${dir} --show-key NAME\` prints one.`,
    );
  const { hostname, port } = new URL(url);
  const isLocal = isLoopbackName(hostname);
  if (!isLocal)
    say(
      "Open to others: whoever reaches this address can call these APIs, and backends with the credentials that policies add. It is HTTP without TLS. What is inside stays closed to them, unless they have the token.",
    );
  say(
    `Inside: ${isLocal ? url : `http://127.0.0.1:${port}`}/.gateway/backends, /.gateway/metrics, /.gateway/traces; \`${names.trace} -- curl …\` shows one request.`,
  );
  say(
    `From another machine, or through a proxy, that needs the header \`Authorization: Bearer ${ownToken ? "TOKEN" : adminToken}\`.`,
  );
  say("Ctrl+C ends it. Changes in the folder are taken over while it runs.");
  lines.push("");
  return `${lines.join("\n")}\n`;
}

interface Resource {
  readonly properties?: { readonly type?: string };
}
