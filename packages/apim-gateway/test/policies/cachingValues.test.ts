import fc from "fast-check";
import { BoundedCache } from "../../src/policies/caching/boundedCache";
import { policyGateway } from "./policyGateway";

const store = (value: string, duration: string | number = 60, more = "") =>
  `<cache-store-value key="k" value="${value}" duration="${duration}" ${more} />`;
const lookup = (more = "") => `<cache-lookup-value key="k" variable-name="found" ${more} />`;
/** Stores when asked to by a header, and looks up otherwise. */
const either = (storing: string, looking = lookup()) =>
  `<choose><when condition="@(context.Request.Headers.ContainsKey("store"))">${storing}</when><otherwise>${looking}</otherwise></choose>`;
const storing = { headers: { store: "1" } };

async function storedAndFound(value: string, settings = {}) {
  const gateway = policyGateway({ inbound: either(store(value)), settings });
  expect((await gateway.send(storing)).status).toBe(200);
  await gateway.send();
  return gateway.variables()?.get("found");
}

describe("values in the cache", () => {
  test.each([
    ["text", "text"],
    ["@(5)", 5],
    ["@(5L)", 5n],
    ["@(true)", true],
  ])("%s keeps its type", async (value, found) => {
    expect(await storedAndFound(value)).toBe(found);
  });

  test("an object keeps its type and is cast as that", async () => {
    const gateway = policyGateway({
      inbound: either(
        store('@(new JObject(new JProperty("a", 1)))'.replaceAll('"', "&quot;")),
        `${lookup()}<set-variable name="a" value="@((int)((JObject)context.Variables["found"])["a"])" />`,
      ),
    });
    await gateway.send(storing);
    expect((await gateway.send()).status).toBe(200);
    expect(gateway.variables()?.get("a")).toBe(1);
  });

  test("a miss without a default leaves the variable unset, or null where a setting says so", async () => {
    const unset = policyGateway({ inbound: lookup() });
    await unset.send();
    expect(unset.variables()?.has("found")).toBe(false);
    const set = policyGateway({ inbound: lookup(), settings: { cacheMiss: "null" } });
    await set.send();
    expect(set.variables()?.get("found")).toBeNull();
  });

  test("a miss gives the default with its type, a hit does not evaluate it", async () => {
    const gateway = policyGateway({
      inbound: either(store("here"), lookup(`default-value="@(int.Parse(context.Request.Headers["d"][0]))"`)),
    });
    await gateway.send({ headers: { d: "7" } });
    expect(gateway.variables()?.get("found")).toBe(7);
    await gateway.send(storing);
    expect((await gateway.send({ headers: { d: "no number" } })).status).toBe(200);
    expect(gateway.variables()?.get("found")).toBe("here");
  });

  test("a value is gone when its seconds are over, to the millisecond", async () => {
    const gateway = policyGateway({ inbound: either(store("v", "@(2)")) });
    await gateway.send(storing);
    gateway.clock.advance(1999);
    await gateway.send();
    expect(gateway.variables()?.has("found")).toBe(true);
    gateway.clock.advance(1);
    await gateway.send();
    expect(gateway.variables()?.has("found")).toBe(false);
  });

  test.each(["0", "@(-1)"])(
    "a duration of %s stores nothing, and what was there is gone",
    async (duration) => {
      const gateway = policyGateway({
        inbound: either(store("old") + store("new", duration)),
      });
      await gateway.send(storing);
      await gateway.send();
      expect(gateway.variables()?.has("found")).toBe(false);
    },
  );

  test("cache-remove-value forgets it", async () => {
    const gateway = policyGateway({ inbound: either(`${store("v")}<cache-remove-value key="k" />`) });
    await gateway.send(storing);
    await gateway.send();
    expect(gateway.variables()?.has("found")).toBe(false);
  });

  test("keys differ by case", async () => {
    const gateway = policyGateway({
      inbound: `${store("v")}<cache-lookup-value key="K" variable-name="found" />`,
    });
    await gateway.send();
    expect(gateway.variables()?.has("found")).toBe(false);
  });

  test.each([
    ["copy", 1],
    ["reference", 2],
  ])(
    "with cacheCopies %s, a list that is changed after it was stored has %i elements",
    async (cacheCopies, size) => {
      const add = `@{ var list = (List<int>)context.Variables["list"]; list.Add(2); return list.Count; }`;
      const gateway = policyGateway({
        inbound: `<set-variable name="list" value="@(new List<int> { 1 })" />${store('@(context.Variables["list"])'.replaceAll('"', "&quot;"))}<set-variable name="n" value='${add}' />${lookup()}<set-variable name="size" value="@(((List<int>)context.Variables["found"]).Count)" />`,
        settings: { cacheCopies },
      });
      expect(await gateway.send()).toMatchObject({ status: 200 });
      expect(gateway.variables()?.get("size")).toBe(size);
    },
  );

  test("what was looked up can be changed without changing the cache", async () => {
    const gateway = policyGateway({
      inbound: either(
        store(`@(JArray.Parse("[1]"))`.replaceAll('"', "&quot;")),
        `${lookup()}<set-variable name="size" value='@{ var list = (JArray)context.Variables["found"]; list.Add(2); return list.Count; }' />`,
      ),
    });
    await gateway.send(storing);
    await gateway.send();
    await gateway.send();
    expect(gateway.variables()?.get("size")).toBe(2);
  });

  test("null is not stored, or is where a setting says so", async () => {
    expect(await storedAndFound("@((string)null)")).toBeUndefined();
    expect(await storedAndFound("@((string)null)", { cacheNull: "stored" })).toBeNull();
  });

  test.each(["@(context.Request)", "@(context)", "@(context.Request.Url)"])(
    "%s cannot be stored",
    async (value) => {
      const gateway = policyGateway({ inbound: store(value) });
      expect((await gateway.send()).status).toBe(500);
      expect(gateway.lastError()).toMatchObject({ source: "cache-store-value", reason: "CacheValueInvalid" });
    },
  );

  test("a value that is too large is not stored", async () => {
    expect(await storedAndFound("@(new String('x', 2000))", { cacheEntryBytes: 1000 })).toBeUndefined();
  });

  test.each([
    ["miss", 200, false],
    ["internal", 200, true],
    ["failure", 500, false],
  ])("caching-type external, setting %s", async (externalCacheAbsent, status, found) => {
    const gateway = policyGateway({
      inbound: `${store("v", 60, 'caching-type="external"')}${lookup('caching-type="external"')}`,
      settings: { externalCacheAbsent },
    });
    expect((await gateway.send()).status).toBe(status);
    expect(gateway.variables()?.has("found")).toBe(found);
  });

  test("a trace tells hits, misses and what was stored", async () => {
    const gateway = policyGateway({ inbound: lookup() + store("v") + lookup(), traces: "always" });
    await gateway.send();
    const notes = gateway.trace().flatMap((entry) => entry.notes);
    expect(notes.slice(0, 3)).toEqual([
      "Cache miss for 'k'.",
      "Stored 'k' for 60 seconds.",
      "Cache hit for 'k'.",
    ]);
  });
});

describe("the space of a cache", () => {
  const cacheOf = (entries: number, bytes: number) => {
    const clock = { now: 0 };
    return { clock, cache: new BoundedCache<number>(() => clock.now, { entries, bytes }) };
  };

  test("the oldest goes first", () => {
    const { cache } = cacheOf(2, 1000);
    for (const [index, key] of ["a", "b", "c"].entries()) cache.store(key, index, 1, 1000);
    expect([cache.find("a"), cache.find("b"), cache.find("c")]).toEqual([undefined, 1, 2]);
  });

  test("what was found lately stays", () => {
    const { cache } = cacheOf(2, 1000);
    cache.store("a", 0, 1, 1000);
    cache.store("b", 1, 1, 1000);
    cache.find("a");
    cache.store("c", 2, 1, 1000);
    expect([cache.find("a"), cache.find("b"), cache.find("c")]).toEqual([0, undefined, 2]);
  });

  test("a large one makes room by dropping several", () => {
    const { cache } = cacheOf(100, 10);
    for (const key of ["a", "b", "c"]) cache.store(key, 1, 3, 1000);
    cache.store("large", 2, 7, 1000);
    expect([cache.size, cache.bytes]).toEqual([2, 10]);
    expect(cache.find("large")).toBe(2);
  });

  test("one that is larger than the cache is not kept", () => {
    const { cache } = cacheOf(100, 10);
    cache.store("a", 1, 11, 1000);
    expect([cache.size, cache.bytes]).toEqual([0, 0]);
  });

  test("expired entries are swept without anybody asking for them", () => {
    const { cache, clock } = cacheOf(1_000_000, 1_000_000);
    for (let n = 0; n < 10_000; n++) {
      cache.store(`key ${n}`, n, 1, 100);
      clock.now += 1;
    }
    expect(cache.size).toBeLessThan(400);
  });

  test("it never holds more than it may, and never gives what expired or was never stored", () => {
    const step = fc.record({
      key: fc.nat(20),
      bytes: fc.nat(40),
      milliseconds: fc.nat(50),
      wait: fc.nat(20),
      remove: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const { cache, clock } = cacheOf(5, 100);
        const wanted = new Map<string, { value: number; expires: number }>();
        for (const [index, { key, bytes, milliseconds, wait, remove }] of steps.entries()) {
          const name = String(key);
          if (remove) {
            cache.remove(name);
            wanted.delete(name);
          } else {
            cache.store(name, index, bytes, milliseconds);
            wanted.set(name, { value: index, expires: clock.now + milliseconds });
          }
          clock.now += wait;
          expect(cache.size).toBeLessThanOrEqual(5);
          expect(cache.bytes).toBeLessThanOrEqual(100);
          for (let other = 0; other <= 20; other++) {
            const found = cache.find(String(other));
            const last = wanted.get(String(other));
            if (found !== undefined)
              expect([found, (last?.expires ?? 0) > clock.now]).toEqual([last?.value, true]);
          }
        }
      }),
    );
  });
});

test("with cacheLagMs, what is stored or removed is seen that much later", async () => {
  const gateway = policyGateway({
    inbound: either(
      store("v"),
      `<choose><when condition="@(context.Request.Headers.ContainsKey("forget"))"><cache-remove-value key="k" /></when></choose>${lookup()}`,
    ),
    settings: { cacheLagMs: 200 },
  });
  const found = async (advance: number, headers = {}) => {
    gateway.clock.advance(advance);
    await gateway.send({ headers });
    return gateway.variables()?.has("found");
  };
  await gateway.send(storing);
  expect([await found(199), await found(1)]).toEqual([false, true]);
  expect([await found(0, { forget: "1" }), await found(199), await found(1)]).toEqual([true, true, false]);
});
