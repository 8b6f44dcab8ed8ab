import { sections } from "../../src/xml/policyTable/rules";
import { tolerant } from "./tolerant";
import { wellFormedPolicies } from "./wellFormedPolicies";

/** The same numbers for the same seed. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}

const oddValues = [
  "",
  " ",
  "text",
  "true",
  "-1",
  "99999",
  "@(",
  "@{ return",
  "@(nobody.Knows)",
  "@(1) and more",
  "@(context.Request.Body)",
  "@((string)null)",
  "{count}",
  "{{nobody}}",
  "https://",
];

/** Removes, misspells, doubles or replaces an attribute, or the name of an element without contents. */
function damage(text: string, pick: (below: number) => number): string {
  const parts = [...text.matchAll(/ ([\w-]+)="[^"]*"|<([\w-]+)(?=[^>]*\/>)|>([^<>]+)</g)];
  const part = parts[pick(parts.length)];
  if (part === undefined) return text;
  const [whole, attribute, element, content] = part;
  const odd = oddValues[pick(oddValues.length)];
  const misspelt = (name: string) => name.slice(0, pick(name.length)) + name.slice(-1);
  const replacement =
    element !== undefined
      ? `<${misspelt(element) || "x"}`
      : content !== undefined
        ? `>${odd}<`
        : [
            "",
            ` ${misspelt(attribute ?? "") || "x"}="1"`,
            ` more${text.length}="${odd}"`,
            ` ${attribute}="${odd}"`,
            ` ${attribute}="${odd}"`,
          ][pick(5)];
  return text.slice(0, part.index) + replacement + text.slice(part.index + whole.length);
}

/** What keeps even a lenient gateway from loading: what is left is no XML, or closes somewhere else. */
const noXml = /^(?:well-formed|expression-not-closed|unknown-section)$/;

test.each(Object.entries(wellFormedPolicies))(
  "%s with damages at random loads, says where they are, and is no defect when it is reached",
  async (name, policy) => {
    const pick = numbersFrom(name.length * 7919 + 1);
    let loaded = 0;
    for (let turn = 0; turn < 40; turn++) {
      let damaged = policy;
      for (let times = 1 + pick(3); times > 0; times--) damaged = damage(damaged, pick);
      const gateway = tolerant(sections[pick(4)] ?? "inbound", damaged);
      const { problems } = gateway;
      expect([damaged, problems.filter(({ line, column }) => !(line >= 1 && column >= 1))]).toEqual([
        damaged,
        [],
      ]);
      const errors = problems.filter(({ severity }) => severity === "error");
      expect([damaged, errors.filter(({ rule }) => !noXml.test(rule))]).toEqual([damaged, []]);
      if (errors.length > 0) continue;
      loaded++;
      // Fails for a defect of the gateway.
      await gateway.send({ body: '{"messages":[]}' });
    }
    expect(loaded).toBeGreaterThan(20);
  },
);
