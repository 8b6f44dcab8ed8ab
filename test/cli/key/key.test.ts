import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type KeyRequest, keyAnswer } from "../../../cli/commands/key";
import type { Az } from "../../../cli/key/azureKeys";
import { FolderWorld } from "../../../local/azure/folderWorld";

const dev = readFileSync(join(__dirname, "../../../stacks/dev.yaml"), "utf8");
const prod = readFileSync(join(__dirname, "../../../stacks/prod.yaml"), "utf8");
const SUB = "33333333-3333-4333-8333-333333333333";

let folder: string;
let asked: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fleet-key-"));
  mkdirSync(join(folder, "stacks"));
  write("dev", dev);
  write("prod", prod);
  asked = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (stack: string, text: string) => writeFileSync(join(folder, "stacks", `${stack}.yaml`), text);
const read = (stack: string) => readFileSync(join(folder, "stacks", `${stack}.yaml`), "utf8");

/** An Azure CLI with one gateway; `answers` stand before what it says by itself. */
const az =
  (answers: Readonly<Record<string, { code: number; out?: string; err?: string }>> = {}): Az =>
  async (args) => {
    const line = args.join(" ");
    asked.push(line);
    const [, answer] = Object.entries(answers).find(([part]) => line.includes(part)) ?? [];
    if (answer !== undefined) return { out: "", err: "", ...answer };
    const said = line.startsWith("account show")
      ? `${SUB}\n`
      : line.startsWith("resource list")
        ? '["apim-other", "apim-aoai-prod-a1b2c"]'
        : line.includes("/listSecrets")
          ? '{"primaryKey":"first","secondaryKey":"second"}'
          : "";
    return { code: 0, out: said, err: "" };
  };

const ask = (request: Partial<KeyRequest>) =>
  keyAnswer({
    consumer: "checkout",
    stack: undefined,
    which: "primary",
    rotate: undefined,
    world: undefined,
    folder: join(folder, "stacks"),
    az: az(),
    ...request,
  });

const SERVICE = `/subscriptions/${SUB}/resourceGroups/rg-aoai-prod-hub/providers/Microsoft.ApiManagement/service/apim-aoai-prod-a1b2c`;

describe("on the real service", () => {
  test("the key is read with the login of the Azure CLI, by the consumer's name, and nothing else is printed", async () => {
    expect(await ask({})).toEqual({ code: 0, out: "first\n", err: "" });
    expect(asked.at(-1)).toBe(
      `rest --method post --url ${SERVICE}/subscriptions/aoai-checkout/listSecrets?api-version=2024-05-01`,
    );
    expect(await ask({ which: "secondary" })).toEqual({ code: 0, out: "second\n", err: "" });
  });

  test("a gateway that exists already, or whose suffix the file gives, is not looked for", async () => {
    write("prod", prod.replace("workload: aoai\n", "workload: aoai\nnameSuffix: fixed\n"));
    expect(await ask({})).toMatchObject({ out: "first\n" });
    expect(asked.at(-1)).toContain("/service/apim-aoai-prod-fixed/subscriptions/aoai-checkout/listSecrets");
    expect(asked.filter((line) => line.startsWith("resource list"))).toEqual([]);
  });

  test.each([
    [
      { code: 1, err: "ERROR: Please run 'az login' to setup account." },
      "account show",
      "Log in with `az login`.",
    ],
    [{ code: 0, out: "[]" }, "resource list", "has no gateway whose name starts with apim-aoai-prod-"],
    [
      { code: 0, out: '["apim-aoai-prod-a", "apim-aoai-prod-b"]' },
      "resource list",
      "has several gateways: apim-aoai-prod-a, apim-aoai-prod-b",
    ],
    [{ code: 1, err: "Forbidden(AuthorizationFailed)" }, "listSecrets", "subscriptions/listSecrets/action"],
    [{ code: 1, err: "Not Found(ResourceNotFound)" }, "listSecrets", "Is the fleet deployed"],
  ])("what goes wrong says the way out: %j", async (answer, to, wayOut) => {
    const { code, out, err } = await ask({ az: az({ [to]: answer }) });
    expect([code, out, err.includes(wayOut) ? wayOut : err]).toEqual([1, "", wayOut]);
  });

  test("a machine without the Azure CLI is told so", async () => {
    const none: Az = async () => ({ code: undefined, out: "", err: "spawn az ENOENT" });
    expect(await ask({ az: none })).toMatchObject({ code: 1, err: expect.stringContaining("--local") });
  });
});

describe("the consumer", () => {
  test("is found in the one environment that has it, else the environment must be said", async () => {
    write("dev", dev.replace("  playground:", "  checkout: { tokensPerMinute: 1 }\n  playground:"));
    expect(await ask({})).toEqual({
      code: 1,
      out: "",
      err: "Several environments have a consumer `checkout`: dev, prod. Choose one with --stack.\n",
    });
    expect(await ask({ stack: "prod" })).toMatchObject({ code: 0 });
  });

  test("that does not exist is answered with those that do", async () => {
    const { code, err } = await ask({ consumer: "chekout", stack: "prod" });
    expect(code).toBe(1);
    expect(err).toContain("There are batch-summaries, checkout, claims. Did you mean `checkout`?");
    expect(asked).toEqual([]);
  });

  test("of a file with mistakes is not looked up", async () => {
    write("prod", prod.replace("tokensPerMinute: 200000", "tokensPerMinute: many"));
    const { code, err } = await ask({ stack: "prod" });
    expect([code, err.split("\n")[0]]).toEqual([
      1,
      expect.stringMatching(/prod\.yaml:\d+:\d+ {2}error {2}consumers\.checkout\.tokensPerMinute/),
    ]);
  });
});

describe("--rotate", () => {
  test("writes the number of the key into the file and says what comes next", async () => {
    const { code, out, err } = await ask({ rotate: "secondary" });
    expect([code, out, asked]).toEqual([0, "", []]);
    expect(read("prod")).toContain("  checkout:\n    keys: { secondary: 2 }\n    class: critical");
    expect(err).toContain("the secondary key of `checkout` is number 2");
    expect(err).toContain("`./fleet key checkout --stack prod --secondary` prints it");
  });

  test("the file is another one at once, never half of one; a link and its rights stay", async () => {
    const [link, target] = [join(folder, "stacks", "prod.yaml"), join(folder, "elsewhere.yaml")];
    renameSync(link, target);
    chmodSync(target, 0o600);
    symlinkSync(target, link);
    const { ino } = statSync(target);
    expect(await ask({ rotate: "secondary", stack: "prod" })).toMatchObject({ code: 0 });
    expect(readFileSync(target, "utf8")).toContain("keys: { secondary: 2 }");
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect([statSync(target).mode & 0o777, statSync(target).ino === ino]).toEqual([0o600, false]);
    expect(readdirSync(folder).filter((name) => name.includes("partial"))).toEqual([]);
  });

  test("asks API Management where it makes the keys, and leaves the file alone", async () => {
    const off = prod.replace("  surfaces:", "  bearerKeys: off\n  surfaces:");
    write("prod", off);
    expect(await ask({ rotate: "primary" })).toMatchObject({ code: 0, out: "" });
    expect(asked.at(-1)).toBe(
      `rest --method post --url ${SERVICE}/subscriptions/aoai-checkout/regeneratePrimaryKey?api-version=2024-05-01`,
    );
    expect(read("prod")).toBe(off);
  });
});

describe("on a local world", () => {
  const world = () => join(folder, "world");
  const subscription =
    "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-aoai-dev-hub/providers/Microsoft.ApiManagement/service/apim-aoai-dev-x/subscriptions/aoai-playground";
  const local = (request: Partial<KeyRequest>) => ask({ consumer: "playground", world: world(), ...request });

  test("the key is that of the world", async () => {
    const made = FolderWorld.open(world(), () => "seed");
    made.put({
      id: subscription,
      name: "aoai-playground",
      type: "Microsoft.ApiManagement/service/subscriptions",
      properties: {},
    });
    made.setSecrets(subscription, { primaryKey: "p", secondaryKey: "s" });
    expect(await local({})).toEqual({ code: 0, out: "p\n", err: "" });
    expect(await local({ which: "secondary" })).toEqual({ code: 0, out: "s\n", err: "" });

    write("dev", dev.replace("  sku:", "  bearerKeys: off\n  sku:"));
    expect(await local({ rotate: "secondary" })).toMatchObject({ code: 0 });
    const { out } = await local({ which: "secondary" });
    expect(out).toMatch(/^[0-9a-f]{32}\n$/);
    expect(await local({})).toEqual({ code: 0, out: "p\n", err: "" });
    expect(asked).toEqual([]);
  });

  test("a world without the fleet says how it comes there, and none is made", async () => {
    const { code, err } = await local({});
    expect([code, err]).toEqual([
      1,
      `The local world in ${world()} has no subscription \`aoai-playground\` in rg-aoai-dev-hub. \`./fleet pulumi up --stack dev\` makes it.\n`,
    ]);
  });
});
