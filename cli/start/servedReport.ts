import { wrap } from "apim-gateway/text";
import { table } from "../../infra/routing/report/layout";
import type { Surface } from "../../infra/topology/topology";
import type { Style } from "./report";
import type { TourStop } from "./tour";

/** A request of the tour: who was asked, in which order, and what each said. */
export function stopText(
  { title, status, milliseconds, attempts }: TourStop,
  { width, colours }: Style,
): string {
  const rows = attempts.map(({ region, deployment, tier, said, milliseconds: took }, index) => [
    `${index + 1}`,
    region,
    deployment,
    tier,
    said,
    `${Math.round(took)} ms`,
  ]);
  const lines = table(
    [
      { title: "", align: "right" },
      { title: "asked" },
      { title: "deployment", atLeast: 16 },
      { title: "tier" },
      { title: "said" },
      { title: "after", align: "right" },
    ],
    rows,
    width - 2,
  );
  const head = `${title}: the caller gets ${status} after ${(milliseconds / 1000).toFixed(1)} s`;
  return `\n${wrap(head, width)
    .map((line) => `${colours.bold(line)}\n`)
    .join("")}${lines.map((line) => `  ${line}\n`).join("")}`;
}

/** A consumer with its key. */
export interface KeyHolder {
  readonly name: string;
  readonly key: string;
  /** One that it may ask, a chat model if there is one; `undefined`: it has none. */
  readonly model: string | undefined;
}

export interface Serving {
  /** Of the gateway. */
  readonly url: string;
  /** Of the page, with what opens it. */
  readonly page: string;
  /** The port that was wanted and is taken; `undefined`: it is the gateway's. */
  readonly takenPort: number | undefined;
  readonly surfaces: readonly Surface[];
  /** Whom the lines to paste are for comes first. */
  readonly consumers: readonly KeyHolder[];
  /** A region that the first one's model is asked in and that can be taken away. */
  readonly region: string | undefined;
  /** A deployment of PTU of that model. */
  readonly ptu: string | undefined;
  /** Whether `OpenAI` may send the key as a bearer token. */
  readonly bearer: boolean;
  /** What precedes a command of ours. */
  readonly fleet: string;
}

/** How to use what runs: addresses, keys, and lines to paste. */
export function servedReport(serving: Serving, { width, colours }: Style): string {
  const { url, page, takenPort, consumers, region, ptu, fleet } = serving;
  const first = consumers.find(({ model }) => model !== undefined);
  const longest = Math.max(0, ...consumers.map(({ name }) => name.length));
  const lines = [
    "",
    colours.bold("It runs"),
    `  gateway   ${url}${takenPort === undefined ? "" : `  (port ${takenPort} is taken)`}`,
    `  page      ${page}`,
    ...consumers.map(
      ({ name, key }, index) => `  ${index === 0 ? "keys" : "    "}      ${name.padEnd(longest)}  ${key}`,
    ),
  ];
  if (first !== undefined) lines.push("", colours.bold("Ask it"), "", ...snippets(serving, first));
  lines.push("", colours.bold("Break it, in another terminal, and ask again"));
  const examples = [
    ...(region === undefined ? [] : [[`fault ${region} refused --for 60`, "the region is gone"]]),
    ...(ptu === undefined ? [] : [[`fault ${ptu} 429 --for 60`, "PTU is full"]]),
    ["load --for 30", "traffic while you do"],
    ["fault", "what is broken now"],
    ["fault --clear", "all is well again"],
  ] as const;
  const widest = Math.max(...examples.map(([command]) => command.length));
  lines.push(...examples.map(([command, what]) => `  ${fleet} ${command.padEnd(widest)}  # ${what}`));
  lines.push(
    "",
    ...wrap(
      `Each call of an account is a line below. What is saved in the file is taken over. \`${fleet} trace -- curl …\` tells all of a request. What the accounts assume: \`${fleet} accounts --settings\`.`,
      width,
      { first: "  ", rest: "  " },
    ),
    "  Ctrl+C ends everything.",
  );
  return `${lines.join("\n")}\n`;
}

function snippets({ url, surfaces, bearer }: Serving, { key, model }: KeyHolder): string[] {
  const messages = '[{"role": "user", "content": "Hello."}]';
  const [base, body] = surfaces.includes("v1")
    ? [`${url}/openai/v1/chat/completions`, `{"model": "${model}", "messages": ${messages}}`]
    : [
        `${url}/openai/deployments/${model}/chat/completions?api-version=2024-10-21`,
        `{"messages": ${messages}}`,
      ];
  const curl = [
    `curl -s '${base}' \\`,
    `  -H 'api-key: ${key}' -H 'content-type: application/json' \\`,
    `  -d '${body}'`,
  ];
  const azure = [
    "// npm install openai",
    'const { AzureOpenAI } = require("openai");',
    `const client = new AzureOpenAI({ endpoint: "${url}", apiKey: "${key}", apiVersion: "2024-10-21" });`,
    `client.chat.completions.create({ model: "${model}", messages: ${messages} })`,
    "  .then(({ choices }) => console.log(choices[0].message.content));",
  ];
  const headers = bearer ? "" : `, default_headers={"api-key": "${key}"}`;
  const python = [
    "# pip install openai",
    "from openai import OpenAI",
    `client = OpenAI(base_url="${url}/openai/v1", api_key="${key}"${headers})`,
    `answer = client.chat.completions.create(model="${model}", messages=${messages})`,
    "print(answer.choices[0].message.content)",
  ];
  return [
    ...curl,
    ...(surfaces.includes("azure") ? ["", ...azure] : []),
    ...(surfaces.includes("v1") ? ["", ...python] : []),
  ];
}
