import { createHash } from "node:crypto";
import { PackageTypes } from "../../../local/azure/declared/packageTypes";
import { Random } from "../../../local/azure/provider/random";
import { secret, UNKNOWN } from "../../../local/azure/provider/wire";

const types = new PackageTypes("@pulumi/random");

/** The same bytes for the same seed, in the same order. */
function seeded(seed: string): (count: number) => Uint8Array {
  let round = 0;
  return (count) => {
    const blocks = Array.from({ length: Math.ceil(count / 32) }, () =>
      createHash("sha256").update(`${seed}${round++}`).digest(),
    );
    return Buffer.concat(blocks).subarray(0, count);
  };
}
const provider = (seed = "a") => new Random(types, seeded(seed));
const type = (name: string) => `random:index/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;
const make = async (name: string, inputs: object, seed?: string) =>
  provider(seed).create({ type: type(name), inputs: inputs as never, preview: false });

test("a string has the length and the characters that are asked for", async () => {
  const { id, outputs } = await make("RandomString", { length: 200, special: false, upper: false });
  expect(id).toMatch(/^[a-z0-9]{200}$/);
  expect(outputs).toMatchObject({ result: id, length: 200, special: false, lower: true });
  expect((await make("RandomString", { length: 12, overrideSpecial: "-", minSpecial: 12 })).id).toBe(
    "-".repeat(12),
  );
});

test("the same bytes give the same string, and others another", async () => {
  const id = async (seed: string) => (await make("RandomString", { length: 16 }, seed)).id;
  expect(await id("a")).toBe(await id("a"));
  expect(await id("a")).not.toBe(await id("b"));
});

test("at least as many of each kind as asked for", async () => {
  const { outputs } = await make("RandomString", { length: 8, minNumeric: 3, minUpper: 3 });
  expect(String(outputs.result).replace(/[^0-9]/g, "").length).toBeGreaterThanOrEqual(3);
  expect(String(outputs.result).replace(/[^A-Z]/g, "").length).toBeGreaterThanOrEqual(3);
});

test("a password is secret", async () => {
  const { id, outputs } = await make("RandomPassword", { length: 20 });
  expect(id).toBe("none");
  expect(outputs.result).toEqual(secret(expect.stringMatching(/^.{20}$/)));
});

test("ids, integers, UUIDs and pet names", async () => {
  const { outputs } = await make("RandomId", { byteLength: 4, prefix: "x-" });
  expect(outputs).toMatchObject({
    hex: expect.stringMatching(/^x-[0-9a-f]{8}$/),
    dec: expect.stringMatching(/^x-\d+$/),
  });
  expect(Number((await make("RandomInteger", { min: 5, max: 7 })).id)).toBeGreaterThanOrEqual(5);
  expect((await make("RandomInteger", { min: 5, max: 5 })).outputs.result).toBe(5);
  expect((await make("RandomUuid", {})).id).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  expect((await make("RandomPet", { prefix: "my" })).id).toMatch(/^my-[a-z]+-[a-z]+$/);
});

test("a preview knows the inputs and not the result", async () => {
  const { id, outputs } = await provider().create({
    type: type("RandomString"),
    inputs: { length: 4 },
    preview: true,
  });
  expect([id, outputs.length, outputs.result]).toEqual(["", 4, UNKNOWN]);
});

test("any change makes a new one, and no change keeps the old one", async () => {
  expect(provider().diff({ olds: { length: 4 }, news: { length: 5, keepers: { a: "b" } } })).toEqual([
    { path: "length", kind: "update", replaces: true },
    { path: "keepers", kind: "add", replaces: true },
  ]);
  expect(provider().diff({ olds: { length: 4 }, news: { length: 4 } })).toEqual([]);
  expect(
    await provider().read({
      type: type("RandomString"),
      id: "abcd",
      inputs: { length: 4 },
      outputs: { result: "abcd" },
    }),
  ).toEqual({
    inputs: { length: 4 },
    outputs: { result: "abcd" },
  });
});

test("wrong inputs, unknown types and imports are refused by name", async () => {
  const check = (name: string, news: object) =>
    provider().check({
      type: type(name),
      name: "it",
      urn: "",
      olds: {},
      news: news as never,
      seed: new Uint8Array(),
      proposedName: undefined,
    });
  expect(check("RandomString", { lenght: 4 }).failures).toEqual([
    {
      path: "lenght",
      reason: "the package declares no `lenght` here and would drop it in silence. Did you mean `length`?",
    },
    { path: "length", reason: "`length` is required" },
  ]);
  const unknown =
    "the local random provider has no `random:index/randomShuffle:RandomShuffle`. It has: RandomString, RandomPassword, RandomUuid, RandomInteger, RandomId, RandomPet. Add a row to local/azure/provider/randomValues.ts.";
  expect(check("RandomShuffle", {}).failures).toEqual([{ path: "", reason: unknown }]);
  await expect(make("RandomShuffle", {})).rejects.toThrow(unknown);
  await expect(
    provider().read({ type: type("RandomString"), id: "abcd", inputs: {}, outputs: {} }),
  ).rejects.toThrow(
    "importing random:index/randomString:RandomString `abcd` is not offered by the local provider",
  );
});
