import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readTemplates } from "../../infra/rendering/templates";

describe("a template", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "templates-"));
    for (const kind of ["apis", "fragments", "partials"]) mkdirSync(join(folder, kind));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const withTemplate = (source: string) => {
    writeFileSync(join(folder, "fragments", "one.xml.hbs"), source);
    return readTemplates(folder).get("fragments/one");
  };

  test.each(["{{name}}", "{{{name}}}", "{{this}}", "{{lookup names 0}}", "{{attribute}}", "{{cs a b}}"])(
    "that writes a value without a context, such as %s, does not load",
    (mustache) => {
      expect(() => withTemplate(`<fragment>\n  <a>${mustache}</a>\n</fragment>`)).toThrow(
        /^policies\/fragments\/one\.xml\.hbs:2: `.+` is written without a context; wrap it in one of attribute, text, /,
      );
    },
  );

  test("writes each value for its context and leaves no blank line", () => {
    const fill = withTemplate("<a b={{attribute x}}>\n{{#if y}}\n\n{{/if}}\n{{text x}}</a>");
    expect(fill?.({ x: "<@(", y: true })).toBe(`<a b='@("\\u003c\\u0040(")'>\n@("\\u003c\\u0040(")</a>\n`);
  });

  test.each([
    ["{{attribute missing}}", "A undefined was given where a template needs a text."],
    ["{{integer missing}}", "`undefined` is no whole number."],
    ["{{comment missing}}", "A undefined was given where a template needs a text."],
    ['{{token "a\\"b"}}', "is no word of the templates."],
  ])("%s throws when the value is not what the context takes", (source, message) => {
    expect(() => withTemplate(source)?.({})).toThrow(message);
  });
});
