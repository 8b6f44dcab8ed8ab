import * as fs from "node:fs";
import * as path from "node:path";
import { checkFolder } from "../src/gateway/checkFolder";
import type { Configuration } from "../src/resources/configuration";
import { listOfBackends } from "./listOfBackends";

/** One API whose policy balances by itself: a list of four backends in the cache, some twenty expressions of C#. */
export function listWorld(folder: string): Configuration {
  const dir = path.join(folder, "list");
  fs.mkdirSync(dir);
  const { inbound, backend, outbound } = listOfBackends({
    backends: [1, 1, 2, 3].map((priority, n) => ({ url: `https://account-${n}.openai.azure.com`, priority })),
  });
  fs.writeFileSync(
    path.join(dir, "policy.xml"),
    `<policies><inbound>${inbound}</inbound><backend>${backend}</backend><outbound>${outbound}</outbound><on-error><base /></on-error></policies>`,
  );
  const { configuration, problems } = checkFolder(dir);
  if (configuration === undefined) throw new Error(problems.map(({ message }) => message).join("\n"));
  return configuration;
}
