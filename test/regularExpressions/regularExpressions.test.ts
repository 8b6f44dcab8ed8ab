import { join } from "node:path";
import { holdLinear } from "../../tools/regularExpressions/holdLinear";
import { judge } from "../../tools/regularExpressions/judge";
import { accepted, made } from "./accepted";

holdLinear({
  folders: ["infra", "local", "cli", "bench"],
  accepted,
  made,
  list: join(__dirname, "linear.txt"),
});

test("one that is not linear is found, of both kinds", () => {
  expect(
    judge([
      { source: "^(?:a|aa)*b", flags: "" },
      { source: "-+$", flags: "" },
      { source: "^-+", flags: "" },
    ]),
  ).toEqual([
    expect.stringContaining("takes exponential time"),
    expect.stringContaining("takes polynomial time"),
    null,
  ]);
}, 60_000);
