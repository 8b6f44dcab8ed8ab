import { looseDocuments } from "../../src/resources/looseDocuments";
import { aPolicy } from "./folder";

/** What a file with this text is. */
function kindOf(text: string): "fragment" | "policy" {
  const { apis, fragments } = looseDocuments(new Map([["file.xml", text]]));
  expect(apis.length + fragments.size).toBe(1);
  return fragments.size === 1 ? "fragment" : "policy";
}

test.each([
  ["an empty element", "<fragment/>"],
  ["attributes", '<fragment a="b">'],
  ["a line end behind the name", "<fragment\r\n/>"],
  ["a byte order mark", "\uFEFF<fragment />"],
  ["blanks, tabs and line ends", "\uFEFF \t\r\n\n<fragment />"],
  ["a declaration", '<?xml version="1.0" encoding="utf-8"?><fragment />'],
  ["an instruction that holds a comment", "<?a <!-- ?><fragment />"],
  ["a comment that holds an instruction", "<!-- <?a --><fragment />"],
  ["two hyphens within a comment", "<!-- -- --><fragment />"],
  ["three hyphens at a comment's end", "<!-- ---><fragment />"],
  ["an empty comment", "<!----><fragment />"],
  ["a comment about policies", "<!-- <policies> --><fragment />"],
  ["comments and instructions by turns", "<!-- a -->\n<?b?>\n<!-- c --><?d e?>\n<fragment />"],
])("a fragment may begin with %s", (_, text) => {
  expect(kindOf(text)).toBe("fragment");
});

test.each([
  ["nothing", ""],
  ["blanks", " \n "],
  ["a policy", aPolicy],
  ["a longer name", "<fragments />"],
  ["a name that goes on with a point", "<fragment.a />"],
  ["another case", "<Fragment />"],
  ["a start tag cut off", "<fragment"],
  ["text before the root", "a<fragment />"],
  ["a second byte order mark behind a comment and text", "<!-- -->\uFEFFa<fragment />"],
  ["a document type", "<!DOCTYPE fragment><fragment />"],
  ["a comment that is not finished", "<!-- <fragment />"],
  ["a comment that ends before it began", "<!--><fragment />"],
  ["an instruction that is not finished", "<?a <fragment />"],
  ["an instruction that ends before it began", "<?><fragment />"],
  ["a section of characters", "<![CDATA[<fragment />]]>"],
  ["a fragment inside", `<policies><!-- a --><fragment /></policies>`],
  [
    "a fragment inside, with a comment before the root too",
    `<!-- --><policies><!-- --><fragment /></policies>`,
  ],
  [
    "a fragment inside, with an instruction before the root too",
    `<?a?><policies><?b?><fragment /></policies>`,
  ],
])("no fragment is %s", (_, text) => {
  expect(kindOf(text)).toBe("policy");
});

/** A pattern that may end a comment late tries all of them, 2 to the power of their number. */
describe.each([25, 1_000, 100_000])("%i comments side by side", (count) => {
  test.each([
    ["comments", "<!-- -->"],
    ["comments on lines", "\n<!-- a -->\r\n"],
    ["hyphens", "<!-- -- -->"],
    ["instructions", "<?a b?>"],
    ["both", "<?a <!-- ?><!-- <?b --> "],
  ])("are skipped: %s", (_, one) => {
    const before = one.repeat(count);
    expect([
      kindOf(`${before}<fragment />`),
      kindOf(`${before}${aPolicy}`),
      kindOf(`${before}<!-- <fragment />`),
      kindOf(`${before}<policies>${before}<fragment /></policies>`),
    ]).toEqual(["fragment", "policy", "policy", "policy"]);
  });
});
