import { readingOnce } from "../infra/azureReads";

test("what two ask for is read once, whichever order they name it in; another resource is read by itself", async () => {
  const asked: object[] = [];
  const read = readingOnce(async (by: { account: string; name: string }) => {
    asked.push(by);
    return by.name;
  });
  const found = await Promise.all([
    read({ account: "a", name: "one" }),
    read({ name: "one", account: "a" }),
    read({ account: "b", name: "one" }),
  ]);
  expect([found, asked]).toEqual([
    ["one", "one", "one"],
    [
      { account: "a", name: "one" },
      { account: "b", name: "one" },
    ],
  ]);
});

test("a failure is everybody's", async () => {
  let tries = 0;
  const read = readingOnce(async () => {
    tries++;
    throw new Error("no login");
  });
  await expect(read({})).rejects.toThrow("no login");
  await expect(read({})).rejects.toThrow("no login");
  expect(tries).toBe(1);
});
