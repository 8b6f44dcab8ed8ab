import type { FolderGateway } from "../serve/folderGateway";
import type { CommandNames } from "./names";

/** What a gateway serves, when it has started: addresses, APIs, who may call, how to look inside. */
export function startReport({ url, instances }: FolderGateway, dir: string, names: CommandNames): string {
  const configuration = instances[0]?.configuration;
  if (configuration === undefined) return "";
  const { service, apis, subscriptions, backends } = configuration;
  const pools = backends.filter((backend) => (backend as Resource).properties?.type === "Pool").length;
  const lines = [
    `${service.name} (${service.gateway}) from ${dir}`,
    `Serving at ${url}${instances.length > 1 ? `, ${instances.length} instances` : ""}`,
    "",
    ...apis.map(
      ({ path, id, operations }) =>
        `  ${`${url}/${path}`.padEnd(48)} ${id}, ${operations.length} ${operations.length === 1 ? "operation" : "operations"}`,
    ),
    "",
    `  ${backends.length} backends, ${pools} of them pools`,
  ];
  if (subscriptions.length > 0)
    lines.push(
      `  Callers send a key of ${subscriptions.map(({ id }) => id).join(", ")}; \`npx ${names.serve} ${dir} --show-key NAME\` prints one.`,
    );
  lines.push(
    `  Inside: ${url}/.fleet/backends, /.fleet/metrics, /.fleet/traces; \`npx ${names.trace} -- curl …\` shows one request.`,
    "  Ctrl+C ends it. Changes in the folder are taken over while it runs.",
    "",
  );
  return `${lines.join("\n")}\n`;
}

interface Resource {
  readonly properties?: { readonly type?: string };
}
