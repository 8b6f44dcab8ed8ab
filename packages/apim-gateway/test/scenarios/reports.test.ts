import { join } from "node:path";
import { githubReporter } from "../../src/scenarios/report/github";
import { junitReporter } from "../../src/scenarios/report/junit";
import { tapReporter } from "../../src/scenarios/report/tap";
import { plainText, printed } from "./printed";

// One to be done, two that fail, and one that passes.
const folder = join(__dirname, "reports");

test("text has a sentence each, and says once more what failed", async () => {
  expect(await printed(folder)).toBe(`- a limit is per caller
    todo: the policy has none
✗ a backend that is down is told as 503                   b-down.scenario.yaml:5
    status  expected  503
            seen      500 (forward-request: BackendConnectionFailure)
    +0 ms  (the default policy):1  forward-request  service  connection refused
    +0 ms  (the default policy):1  forward-request failed:
                                   BackendConnectionFailure: the connection was
                                   refused
✗ what is "quoted" & <marked> stays readable            c-marked.scenario.yaml:5
    text  expected  <b>"50 %"</b>
          seen      fine
    +0 ms  (the default policy):1  forward-request  service  200
✓ an answer passes

✗ a backend that is down is told as 503                   b-down.scenario.yaml:5
✗ what is "quoted" & <marked> stays readable            c-marked.scenario.yaml:5
2 of 3 failed · 1 skipped · 0 s for 0 s
`);
});

test("TAP has a number each, and counts them at the end", async () => {
  expect(await printed(folder, tapReporter())).toBe(`TAP version 13
ok 1 - a limit is per caller # SKIP the policy has none
not ok 2 - a backend that is down is told as 503
  ---
  at: "b-down.scenario.yaml:5"
  message: |
    status  expected  503
            seen      500 (forward-request: BackendConnectionFailure)
    +0 ms  (the default policy):1  forward-request  service  connection refused
    +0 ms  (the default policy):1  forward-request failed: BackendConnectionFailure: the connection was refused
  ...
not ok 3 - what is "quoted" & <marked> stays readable
  ---
  at: "c-marked.scenario.yaml:5"
  message: |
    text  expected  <b>"50 %"</b>
          seen      fine
    +0 ms  (the default policy):1  forward-request  service  200
  ...
ok 4 - an answer passes
1..4
`);
});

test("JUnit's XML has every failure with its place, and what XML cannot say as it is is escaped", async () => {
  expect(await printed(folder, junitReporter("policies"))).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="4" failures="2" skipped="1" time="0.000">
  <testsuite name="apim-gateway" tests="4" failures="2" skipped="1" time="0.000">
    <testcase name="a limit is per caller" classname="a-later.scenario.yaml" file="policies/a-later.scenario.yaml" line="2" time="0.000">
      <skipped message="the policy has none" />
    </testcase>
    <testcase name="a backend that is down is told as 503" classname="b-down.scenario.yaml" file="policies/b-down.scenario.yaml" line="5" time="0.000">
      <failure message="status: expected 503, seen 500 (forward-request: BackendConnectionFailure)">status  expected  503
        seen      500 (forward-request: BackendConnectionFailure)
+0 ms  (the default policy):1  forward-request  service  connection refused
+0 ms  (the default policy):1  forward-request failed: BackendConnectionFailure: the connection was refused</failure>
    </testcase>
    <testcase name="what is &quot;quoted&quot; &amp; &lt;marked&gt; stays readable" classname="c-marked.scenario.yaml" file="policies/c-marked.scenario.yaml" line="5" time="0.000">
      <failure message="text: expected &lt;b&gt;&quot;50 %&quot;&lt;/b&gt;, seen fine">text  expected  &lt;b&gt;&quot;50 %&quot;&lt;/b&gt;
      seen      fine
+0 ms  (the default policy):1  forward-request  service  200</failure>
    </testcase>
    <testcase name="an answer passes" classname="d-passes.scenario.yaml" file="policies/d-passes.scenario.yaml" line="1" time="0.000" />
  </testsuite>
</testsuites>
`);
});

test("GitHub gets the text, and behind each failure an annotation of its line", async () => {
  const text = await printed(folder);
  const github = await printed(folder, githubReporter(plainText(), "policies"));
  const isAnnotation = (line: string) => line.startsWith("::");
  const lines = github.split("\n");
  expect(lines.filter((line) => !isAnnotation(line)).join("\n")).toBe(text);
  expect(lines.filter(isAnnotation)).toEqual([
    "::error file=policies/b-down.scenario.yaml,line=5,title=a backend that is down is told as 503::status  expected  503%0A        seen      500 (forward-request: BackendConnectionFailure)%0A+0 ms  (the default policy):1  forward-request  service  connection refused%0A+0 ms  (the default policy):1  forward-request failed: BackendConnectionFailure: the connection was refused",
    '::error file=policies/c-marked.scenario.yaml,line=5,title=what is "quoted" & <marked> stays readable::text  expected  <b>"50 %25"</b>%0A      seen      fine%0A+0 ms  (the default policy):1  forward-request  service  200',
  ]);
});
