import fc from "fast-check";
import { editQuery, nameOf } from "../../src/policies/transformation/editQuery";

const pairs = fc.array(fc.constantFrom("a=1", "A=2", "ab=3", "a", "%61=4", "b+c=5", "", "=6"), {
  maxLength: 5,
});

test.each([true, false])(
  "deleting leaves exactly the parameters of other names, case ignored: %p",
  (ignoreCase) => {
    fc.assert(
      fc.property(pairs, fc.constantFrom("a", "A", "ab", "b c", "x", ""), (given, name) => {
        const fold = (text: string) => (ignoreCase ? text.toLowerCase() : text);
        const expected = given.filter((pair) => fold(nameOf(pair)) !== fold(name)).join("&");
        const query = given.join("&");
        expect(editQuery(query, "delete", name, [], ignoreCase)).toBe(query === "" ? "" : expected);
      }),
      { numRuns: 500 },
    );
  },
);

test.each([true, false])(
  "skipping adds only a parameter that is not there, case ignored: %p",
  (ignoreCase) => {
    fc.assert(
      fc.property(pairs, fc.constantFrom("a", "A", "x"), (given, name) => {
        const fold = (text: string) => (ignoreCase ? text.toLowerCase() : text);
        const query = given.join("&");
        const isThere = given.some((pair) => fold(nameOf(pair)) === fold(name));
        const added = query === "" ? `${name}=new` : `${query}&${name}=new`;
        expect(editQuery(query, "skip", name, ["new"], ignoreCase)).toBe(isThere ? query : added);
      }),
      { numRuns: 500 },
    );
  },
);
