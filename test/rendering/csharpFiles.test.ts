import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readTemplates } from "../../infra/rendering/templates";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "csharp-"));
  for (const kind of ["apis", "fragments", "partials", "csharp"]) mkdirSync(join(folder, kind));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const template = (source: string) => {
  writeFileSync(join(folder, "fragments", "one.xml.hbs"), source);
  return readTemplates(folder).get("fragments/one");
};
const file = (source: string) => writeFileSync(join(folder, "csharp", "sum.cs"), source);

const sum = `// Adds.
static int Sum(Context context, int attempt, int most, string name)
{
  // Not more.
  if (attempt < most && name != "") { return attempt; }
  return most;
}
`;

describe("a C# file", () => {
  test("becomes the value of an attribute: variables and given values declared, comments gone, XML escaped", () => {
    file(sum);
    const fill = template('<a value={{csharp "sum" indent=2 most=limit name=who}} />');
    expect(fill?.({ limit: 6, who: "a'b" })).toBe(
      [
        "<a value='@{",
        '    int attempt = (int)context.Variables["attempt"];',
        "    int most = 6;",
        '    string name = "a\\u0027b";',
        '    if (attempt &lt; most &amp;&amp; name != "") { return attempt; }',
        "    return most;",
        "  }' />",
        "",
      ].join("\n"),
    );
  });

  test.each([
    ['{{csharp "other"}}', "There is no policies/csharp/other.cs; there are sum."],
    ['{{csharp "sum" most=1 name="x" more=1}}', "policies/csharp/sum.cs: there is no parameter `more`."],
    ['{{csharp "sum" most=1}}', "There is no variable `v.name`"],
    [
      '{{csharp "sum" most="1" name="x"}}',
      "policies/csharp/sum.cs: `most` takes a int, and was given a string.",
    ],
  ])("%s is refused", (source, message) => {
    file(sum);
    expect(() => template(`<a value=${source} />`)?.({})).toThrow(message);
  });

  test.each([
    ["int x;", "a file holds one `static Type Name(Context context, …)`"],
    ["static int Sum(Context context)\n{\n  return 'a';\n}\n", "holds a single quote"],
    ["static int Sum(Context context)\n{\n  return 1; // one\n}\n", "a comment behind code"],
  ])("of another form does not load: %j", (source, message) => {
    file(source);
    expect(() => template("<a />")).toThrow(message);
  });
});

describe("a variable", () => {
  test("is written with its type, in templates, in code and in conditions", () => {
    const fill = template(
      [
        "<fragment>",
        "  {{#when 'v.attempt > 1 && v.tier == \"ptu\"'}}",
        "    <a b={{code 'v.ptuFull'}}>@({{v.bodyBefore}})</a>",
        "  {{/when}}",
        "</fragment>",
      ].join("\n"),
    );
    expect(fill?.({})).toBe(
      [
        "<fragment>",
        "  <choose>",
        `    <when condition='@(((int)context.Variables["attempt"]) > 1 &amp;&amp; ((string)context.Variables["tier"]) == "ptu")'>`,
        `      <a b='@(((bool)context.Variables["ptu-full"]))'>@(((string)context.Variables["body-before"]))</a>`,
        "    </when>",
        "  </choose>",
        "</fragment>",
        "",
      ].join("\n"),
    );
  });

  test.each(["{{v.atempt}}", "{{code 'v.atempt + 1'}}", "{{#when 'v.atempt > 1'}}\n{{/when}}"])(
    "with a wrong name does not load: %s",
    (source) => {
      expect(() => template(`<fragment>\n${source}\n</fragment>`)).toThrow(
        /^policies\/fragments\/one\.xml\.hbs:2: There is no variable `v\.atempt`; infra\/rendering\/variables\.ts lists them\.$/,
      );
    },
  );
});
