import fc from "fast-check";
import { parseQuery } from "../../src/messages/parseQuery";

test("a query is read as forms are, whatever it holds", () => {
  const pieces = fc.constantFrom("a", "b", "ab", "=", "&", "%20", "%", "+", "?", "é", "1");
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      const query = parts.join("");
      const read = [...parseQuery(query)].map(([name, values]) => [name, values]);
      const form = new URLSearchParams(query);
      expect(read).toEqual([...new Set(form.keys())].map((name) => [name, form.getAll(name)]));
    }),
    { numRuns: 1000 },
  );
});
