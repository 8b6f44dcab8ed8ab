import { compileExpression } from "../../src/csharp/compileExpression";
import { readXml } from "../../src/csharp/library/xml";
import { writeXml } from "../../src/csharp/runtime/xml/write";
import { contextWith, runtime } from "./contexts";
import { evaluated } from "./evaluating";

const soap =
  '<s:Envelope xmlns:s="urn:soap"><s:Body><Pay xmlns="urn:pay" id="7"><Amount>12.50</Amount><Note>a &amp; b</Note></Pay></s:Body></s:Envelope>';
const on = (code: string) => evaluated(code, { soap });
const parsed = 'XElement.Parse((string)context.Variables["soap"])';

test.each([
  [`${parsed}.Descendants().First(e => e.Name.LocalName == "Amount").Value`, "12.50"],
  [`${parsed}.Descendants(XName.Get("Note", "urn:pay")).Single().Value`, "a & b"],
  [`${parsed}.Element("Body") == null`, "True"],
  [`${parsed}.Elements().Single().Name`, "{urn:soap}Body"],
  [`(decimal)${parsed}.Descendants("{urn:pay}Amount").First() * 2`, "25.00"],
  [`(int)${parsed}.Descendants("{urn:pay}Pay").First().Attribute("id")`, "7"],
  [`(int?)${parsed}.Attribute("none")`, "null"],
  [`(string)${parsed}.Element("none")`, "null"],
  [`${parsed}.Descendants("{urn:pay}Amount").First().Ancestors().Count()`, "3"],
  [`(int)${parsed}.Element("none")`, "System.ArgumentNullException: Value cannot be null."],
  [
    `${parsed}.Element("none").Value`,
    "System.NullReferenceException: Object reference not set to an instance of an object.",
  ],
])("%s gives %s", (source, expected) => {
  expect(on(source)).toBe(expected);
});

test("a namespace plus a name is a name; a text plus a namespace is a text", () => {
  expect(on('XNamespace ns = "urn:x"; return ns + "a";')).toBe("{urn:x}a");
  expect(on('XNamespace ns = "urn:x"; return "a" + ns;')).toBe("aurn:x");
});

test.each([
  ['new XElement("a", new XAttribute("x", 1), "t", new XElement("b"))', '<a x="1">t<b /></a>'],
  [
    'new XElement("a", new[] { new XElement("b", true), new XElement("c", "") })',
    "<a>\n  <b>true</b>\n  <c></c>\n</a>",
  ],
  [
    'new XElement("{urn:x}a", new XAttribute("q", 1), new XElement("b"))',
    '<a q="1" xmlns="urn:x">\n  <b xmlns="" />\n</a>',
  ],
  ['new XElement("a", new XAttribute("x", "<\\"\\n"), "<>&")', '<a x="&lt;&quot;&#xA;">&lt;&gt;&amp;</a>'],
  ['new XElement("a b")', "System.Xml.XmlException: The ' ' character cannot be included in a name."],
  [
    'new XDocument("text")',
    "System.ArgumentException: Non white space characters cannot be added to content.",
  ],
])("%s is written as .NET writes it", (source, expected) => {
  expect(on(source)).toBe(expected);
});

test.each([
  ['e.SetElementValue("b", 2); e.SetAttributeValue("x", "y");', '<a x="y"><b>2</b><c /></a>'],
  ['e.SetElementValue("b", null); e.Element("c").Remove();', "<a />"],
  ['e.Element("b").ReplaceWith(new XElement("z"), "t");', "<a><z />t<c /></a>"],
  ['e.Element("b").AddAfterSelf(e.Element("b"));', "<a><b>1</b><b>1</b><c /></a>"],
  ["e.Add(e);", "<a><b>1</b><c /><a><b>1</b><c /></a></a>"],
  ['e.Value = "new";', "<a>new</a>"],
  ["e.Elements().Remove();", "<a />"],
  ['e.Add(new XAttribute("x", 1)); e.DescendantsAndSelf().Attributes("x").Remove();', "<a><b>1</b><c /></a>"],
  [
    'e = XElement.Parse("<a xmlns=\\"u\\" x=\\"1\\"/>"); e.Attributes().Where(a => a.IsNamespaceDeclaration).Remove(); e.Name = "z";',
    '<z x="1" />',
  ],
])("an element after `%s`", (code, expected) => {
  expect(
    on(
      `var e = XElement.Parse("<a><b>1</b><c/></a>"); ${code} return e.ToString(SaveOptions.DisableFormatting);`,
    ),
  ).toBe(expected);
});

test("elements above and below several are asked for at once", () => {
  const asked = (question: string) =>
    on(
      `var e = XElement.Parse("<a><b>1<c/></b><b/></a>"); return string.Join(",", e.${question}.Select(x => x.Name));`,
    );
  expect(asked('Descendants("c").Ancestors()')).toBe("b,a");
  expect(asked('Descendants("c").AncestorsAndSelf()')).toBe("c,b,a");
  expect(asked("Elements().DescendantsAndSelf()")).toBe("b,c,b");
  expect(on(`return XElement.Parse("<a><b>1<c/></b><b/></a>").Elements().Nodes().Count();`)).toBe("2");
});

test.each(['new XElement("a")', 'new XAttribute("a", 1)'])("%s that is nowhere cannot be removed", (made) => {
  expect(on(`${made}.Remove(); return 1;`)).toBe("System.InvalidOperationException: The parent is missing.");
});

test.each(["", "text", "<a>", "<a></b>", "<a b=c/>", "<a>&foo;</a>", "<a/><b/>", "<s:a/>"])(
  "`%s` is no document",
  (text) => {
    expect(evaluated('XDocument.Parse((string)context.Variables["t"])', { t: text })).toContain(
      "System.Xml.XmlException: ",
    );
  },
);

test("nothing is fetched and no entity grows: a document type gives nothing", () => {
  const bomb = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "yyyyyyyy">]><a>&x;&y;</a>';
  expect(evaluated('XElement.Parse((string)context.Variables["t"]).Value', { t: bomb })).toContain(
    "XmlException",
  );
});

test("a body becomes an element or a document", () => {
  const read = (type: "XElement" | "XDocument" | "XNode") =>
    readXml("<?xml version='1.0'?><!-- c --><a> <b/> </a>", type);
  expect(read("XElement").csType).toBe("XElement");
  expect(read("XElement").parent).toBeNull();
  expect(writeXml(read("XDocument"), false)).toBe("<!-- c --><a><b /></a>");
  expect(read("XNode").csType).toBe("XElement");
});

test("reading counts as memory", () => {
  const compiled = compileExpression('@(XElement.Parse((string)context.Variables["t"]).Value)');
  const limits = { steps: 1000, memory: 100, regexSteps: 1, milliseconds: 1000 };
  expect(() =>
    compiled.evaluate(contextWith({ t: `<a>${"x".repeat(60)}</a>` }), { ...runtime, limits }),
  ).toThrow("limit of memory");
});

test("a document may be 4,000 elements deep; more is refused with its place", () => {
  const nested = (depth: number) => readXml(`${"<a>".repeat(depth)}${"</a>".repeat(depth)}`, "XElement");
  expect(nested(4000).csType).toBe("XElement");
  expect(() => nested(4001)).toThrow(
    expect.objectContaining({
      csType: "XmlException",
      message: "The document is more than 4000 elements deep. Line 1, position 12003.",
    }),
  );
});
