import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { faultAnswer } from "../../cli/commands/fault";
import { callLines } from "../../cli/start/callLines";
import { type ServedControl, serveControl } from "../../local/control/serveControl";
import { faultRoutes } from "../../local/running/faultRoutes";
import { noteRunning } from "../../local/running/runningFile";
import { account, deployment, standing } from "../accounts/localFleet";

let folder: string;
let control: ServedControl;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "fleet-fault-"));
  const declared = [
    account({
      deployments: [
        deployment({ name: "big-ptu", tier: "ptu", capacity: 15 }),
        deployment({ name: "big-payg" }),
      ],
    }),
  ];
  control = await serveControl(faultRoutes(standing().accounts, () => declared));
  const { url, token } = control;
  noteRunning(folder, { pid: process.pid, file: "f.yaml", gateway: "g", control: url, token, since: 1 });
});
afterAll(async () => {
  await control.close();
  rmSync(folder, { recursive: true, force: true });
});

type Given = Parameters<typeof faultAnswer>[2];
const cases: readonly (readonly [string | undefined, string | undefined, Given, 0 | 1 | 2, RegExp])[] = [
  [undefined, undefined, {}, 0, /^Nothing is broken/],
  ["swedencentral", "refused", { for: 60 }, 0, /refused, .* for \d+ s\n {2}it hits swedencentral\/big-ptu/],
  ["big-payg", "less", {}, 0, /it hits swedencentral\/big-payg\n$/],
  ["big-ptu", "less", {}, 2, /^`less` is for PAYG/],
  [
    "swedencentrl",
    "refused",
    {},
    1,
    /There is no `swedencentrl` here\.[\s\S]*Did you mean\s+`swedencentral`\?/,
  ],
  ["swedencentral", "refusd", {}, 2, /There is no fault `refusd`[\s\S]*Did you mean\s+`refused`\?/],
  ["swedencentral", "500", { share: 2 }, 2, /^`--share`: Too big[^?]*$/],
  ["swedencentral", "500", { for: -1 }, 2, /^`--for`: Too small[^?]*$/],
  ["refused", undefined, {}, 2, /^Where\? `\.\/fleet fault <region> refused`/],
  ["swedencentral", undefined, {}, 2, /^What happens at swedencentral\?/],
  [undefined, undefined, { all: true }, 2, /^What happens everywhere\?/],
  ["swedencentral", "429", { all: true }, 2, /^--all is everywhere/],
  ["429", undefined, { all: true }, 0, /^ {2}everywhere: 429/],
  ["nowhere", undefined, { clear: true }, 1, /^There is no `nowhere` here/],
  ["big-ptu", undefined, { clear: true }, 0, /^Nothing was broken at big-ptu by itself/],
  ["swedencentral", undefined, { clear: true }, 0, /^Mended: 1 at swedencentral\./],
  [undefined, undefined, { clear: true }, 0, /^Mended: 2\./],
];

test.each(cases)("fault %s %s %j", async (where, kind, options, code, said) => {
  const answer = await faultAnswer(where, kind, options, folder);
  expect([answer.code, answer.out + answer.err]).toEqual([code, expect.stringMatching(said)]);
});

test("nothing runs", async () => {
  expect(await faultAnswer(undefined, undefined, {}, join(folder, "none"))).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^No fleet runs from this folder/),
  });
});

test("calls are told line by line, and in a flood by their number", () => {
  const clock = { now: 0 };
  let out = "";
  const tell = callLines(
    (text) => {
      out += text;
    },
    () => clock.now,
  );
  const called = { account: "a", region: "swedencentral", deployment: "big-ptu", status: 200 };
  for (let call = 0; call < 50; call++) tell(called);
  clock.now = 1000;
  tell({ ...called, deployment: undefined, status: 0 });
  const lines = out.trimEnd().split("\n");
  expect(lines).toHaveLength(22);
  expect(lines[0]).toMatch(/^ {2}\d\d:\d\d:\d\d {2}swedencentral {2}big-ptu {2}200$/);
  expect(lines[20]).toBe("            and 30 more in that second");
  expect(lines[21]).toMatch(/swedencentral {2}- {2}no answer$/);
});
