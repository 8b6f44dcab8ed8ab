import fc from "fast-check";
import { mentions } from "../../infra/components/mentions";

const ids = new Set(["aoai-gpt-5-4", "aoai-gpt-5-4-mini", "aoai-token"]);

test("a policy mentions the ids that it names, each once and in order", () => {
  const xml = '<a backend-id="aoai-token"/><b backend-id="aoai-gpt-5-4-mini"/><c backend-id="aoai-token"/>';
  expect(mentions(xml, ids)).toEqual(["aoai-gpt-5-4-mini", "aoai-token"]);
});

test("a name that begins like another is not taken for it", () => {
  expect(mentions('backend-id="aoai-gpt-5-4-mini"', ids)).toEqual(["aoai-gpt-5-4-mini"]);
  expect(mentions('backend-id="my-aoai-token"', ids)).toEqual([]);
});

test("named values and lists in expressions are names too", () => {
  expect(
    mentions('client-id="{{aoai-token}}" value="@(&quot;aoai-gpt-5-4,aoai-gpt-5-4-mini&quot;)"', ids),
  ).toEqual(["aoai-gpt-5-4", "aoai-gpt-5-4-mini", "aoai-token"]);
});

test("any id is found between any two quotes, whatever stands around them", () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[a-z][a-z0-9-]{0,20}[a-z0-9]$/),
      fc.string(),
      fc.string(),
      (id, before, after) => mentions(`${before}"${id}"${after}`, new Set([id])).includes(id),
    ),
  );
});
