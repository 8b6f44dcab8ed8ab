import { atTurnEnd, sendAtTurnEnd } from "../../src/http/turnEnd";

const settled = async () => {
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
};

test("everything is sent after all that was to be done, and after what followed from it at once", async () => {
  const log: string[] = [];
  sendAtTurnEnd(() => log.push("sent 1"));
  for (const name of ["a", "b"])
    atTurnEnd(() => {
      log.push(name);
      void Promise.resolve()
        .then(() => {})
        .then(() => {
          log.push(`${name} later`);
          sendAtTurnEnd(() => log.push(`${name} sent`));
        });
    });
  expect(log).toEqual([]);
  await settled();
  expect(log).toEqual(["a", "b", "a later", "b later", "sent 1", "a sent", "b sent"]);
});

test("what comes while this turn ends is done in the next one", async () => {
  const log: string[] = [];
  atTurnEnd(() => {
    log.push("first");
    atTurnEnd(() => log.push("second"));
  });
  sendAtTurnEnd(() => {
    log.push("sent");
    sendAtTurnEnd(() => log.push("sent later"));
  });
  await settled();
  expect(log).toEqual(["first", "sent", "second", "sent later"]);
});

test("an action that fails takes nobody with it, and is not lost", async () => {
  const log: string[] = [];
  const { nextTick } = process;
  const thrown: (() => void)[] = [];
  // The test's own runner would end at an error that nobody catches.
  process.nextTick = ((action: () => void, ...rest: []) => {
    if (action.name === "") thrown.push(action);
    else nextTick(action, ...rest);
  }) as typeof nextTick;
  try {
    atTurnEnd(() => {
      throw new Error("broken");
    });
    atTurnEnd(() => log.push("done"));
    sendAtTurnEnd(() => log.push("sent"));
    await settled();
  } finally {
    process.nextTick = nextTick;
  }
  expect(log).toEqual(["done", "sent"]);
  expect(thrown).toHaveLength(1);
  expect(thrown[0]).toThrow("broken");
});
