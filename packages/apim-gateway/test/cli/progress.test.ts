import { createProgress } from "../../src/cli/progress";

test("a terminal has one line that is written over, and cleared", () => {
  let text = "";
  const progress = createProgress({ isTTY: true, columns: 12, write: (more) => (text += more) }, () => 0);
  progress.clear();
  progress.show("1 of 2: a\u001b[2J");
  progress.show("2 of 2: a long name");
  progress.clear();
  expect(text).toBe("\r\u001b[2K1 of 2: a�…\r\u001b[2K2 of 2: a …\r\u001b[2K");
});

test("a log has a line every ten seconds", () => {
  let text = "";
  let now = 0;
  const progress = createProgress({ write: (more) => (text += more) }, () => now);
  for (let number = 1; number <= 30; number++) {
    progress.show(`${number} of 30`);
    now += 1000;
  }
  progress.clear();
  expect(text).toBe("11 of 30\n21 of 30\n");
});
