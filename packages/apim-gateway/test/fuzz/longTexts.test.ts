import { Readable } from "node:stream";
import { CertificateError } from "../../src/certificates/certificateError";
import { parseName } from "../../src/certificates/distinguishedName";
import { readCertificate } from "../../src/certificates/readCertificate";
import { compileExpression, ExpressionFailure } from "../../src/csharp/compileExpression";
import { Body } from "../../src/messages/body";
import { createMask } from "../../src/observe/mask";
import { safeStream } from "../../src/policies/languageModels/safeStream";
import { parseTemplate } from "../../src/policies/transformation/liquid/template";
import { contextWith, runtime } from "../csharp/contexts";

/**
 * Texts of a caller or of a policy that are long and of one kind. Where reading took the square of the length, each
 * would take minutes and run into the runner's limit.
 */
const long = (piece: string) => piece.repeat(Math.ceil(300_000 / piece.length));

/** Of an expression that reads the variable `s`: its value, or the exception. */
function valueWith(expression: string, s: string): unknown {
  try {
    const found = compileExpression(
      `@{ var s = (string)context.Variables["s"]; return ${expression}; }`,
    ).evaluate(contextWith({ s }), runtime);
    return typeof found === "object" ? String(found) : found;
  } catch (error) {
    if (!(error instanceof ExpressionFailure)) throw error;
    return error.exceptionType;
  }
}

const jwtOf = (payload: string) =>
  `${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from(payload).toString("base64url")}.`;

test.each([
  [
    "digits that are no number of JSON",
    "JToken.Parse(s)",
    `[${long("0")}x]`,
    "Newtonsoft.Json.JsonReaderException",
  ],
  [
    "a number of JSON whose exponent is missing",
    "JToken.Parse(s)",
    `[${long("1")}.e]`,
    "Newtonsoft.Json.JsonReaderException",
  ],
  ["blanks where a decimal is expected", "decimal.Parse(s)", `${long(" ")}x`, "System.FormatException"],
  ["digits that are no double", "double.Parse(s)", `${long("1")}e`, "System.FormatException"],
  ["quotes that a token's claims do not close", "s.AsJwt() == null", jwtOf(`{"a":"${long('\\"')}`), true],
  ["digits in a token's claims that are no number", "s.AsJwt() == null", jwtOf(`{"a":${long("1")}.}`), true],
  [
    "a format item with tabs that does not close",
    "string.Format(s, 1)",
    `{0:${long("\t")}`,
    "System.FormatException",
  ],
  ["blanks in a format item", "string.Format(s, 1)", `{0${long(" ")}}`, "1"],
  ["zeros in a format", "1.5.ToString(s).Length", `0.${long("0")}`, 300_002],
  ["zeros in thousands", "1.ToString(s).Length", `${long("0")},0`, 400_001],
  [
    "digits that are no number in a JSON path",
    'JObject.Parse("{}").SelectToken(s) == null',
    `$[?(@.a==${long("1")}e)]`,
    "Newtonsoft.Json.JsonException",
  ],
])("%s are read or refused", (_, expression, s, expected) => {
  expect(valueWith(expression, s)).toBe(expected);
});

test("claims keep whole numbers that JavaScript would round, and fractions with as many digits", () => {
  const claims = (payload: string) => valueWith('s.AsJwt().Claims["a"][0]', jwtOf(payload));
  expect(claims('{"a":12345678901234567890}')).toBe("12345678901234567890");
  expect(claims('{"a":-12345678901234567890,"b":"1234567890123456789"}')).toBe("-12345678901234567890");
  expect(claims('{"a":0.5,"b":1.12345678901234567890}')).toBe("0.5");
});

test("looking behind counts as steps of the matcher, also where nothing is compared", () => {
  expect(valueWith('Regex.IsMatch(s, "(?<!$)[ab]c")', long("a"))).toBe("LimitExceeded");
});

test("comparisons in a row are not read again for each that might begin type arguments", () => {
  expect(() => compileExpression(`@(${"a<".repeat(30_000)}1)`)).toThrow("nested too deeply");
  expect(() => compileExpression(`@(new[] { ${"1 < 2, ".repeat(5_000)}true }.Length)`)).not.toThrow();
  expect(() => compileExpression("@(new List<List<List<List<int>>>>().Count)")).not.toThrow();
});

test.each([
  ["scripts", "<script>"],
  ["starts of scripts", "<script "],
  ["styles", "<style>"],
  ["comments", "<!--"],
  ["starts of tags", "<"],
])("in HTML, %s that do not close stay text", (_, piece) => {
  const html = long(piece);
  const tagless = html.replaceAll("<script>", "").replaceAll("<style>", "");
  expect(parseTemplate("{{ html | StripHtml }}")({ html })).toBe(tagless);
});

test("in HTML, what closes goes from behind what does not", () => {
  const html = "<script>a<style>b</STYLE>c<!-- d --><b\n>e</b>f<!-- <i>g</i> <";
  expect(parseTemplate("{{ html | StripHtml }}")({ html })).toBe("acefg <");
  expect(parseTemplate("{{ html | StripHtml }}")({ html: `${html}<script x>h</SCRIPT>i` })).toBe("i");
});

test("template marks that do not close are refused", () => {
  expect(() => parseTemplate(long("{{"))).toThrow("not closed");
  expect(() => parseTemplate(long("{%"))).toThrow("not closed");
});

test("blanks in the name of a certificate's owner are read or refused", () => {
  expect(parseName(`CN=${long(" ")}a, O = "b ${long(" ")}" , C=`)).toEqual([
    { type: "2.5.4.3", value: "a" },
    { type: "2.5.4.10", value: `b ${long(" ")}` },
    { type: "2.5.4.6", value: "" },
  ]);
  expect(parseName(`CN=a, ${long(" ")}`)).toBe(undefined);
  expect(parseName(`CN=${long(" ")}"`)).toBe(undefined);
});

test("blocks of PEM without an end hold no certificate", () => {
  expect(() => readCertificate(long("-----BEGIN CERTIFICATE-----\n"))).toThrow(CertificateError);
  expect(() => readCertificate(long("-----BEGIN A -----BEGIN B-----"))).toThrow(CertificateError);
});

test("what begins like a token or like a key is masked, however often it begins", () => {
  const mask = createMask();
  expect(mask.text(long("eyJ-"))).toBe(long("eyJ-"));
  expect(mask.text(`"api-key":${long(" ")}"x"`)).toBe(`"api-key":${long(" ")}"***"`);
});

test("a line of events that arrives byte by byte is read whole", async () => {
  const delta = "a".repeat(100_000);
  const bytes = Buffer.from(`data: ${JSON.stringify({ delta })}\n`);
  const looked: string[] = [];
  const stream = safeStream(
    Body.arriving(Readable.from(Array.from(bytes, (byte) => Uint8Array.of(byte)))),
    { size: 10, overlap: 0 },
    async (text) => looked.push(text) > 0,
  );
  await stream.load();
  expect([stream.bytes().length, looked]).toEqual([bytes.length, [delta]]);
});
