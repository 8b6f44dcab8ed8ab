import { askedBy } from "../../../local/accounts/answers/accountRequest";

const asked = (method: string, path: string, body = "") => askedBy({ method, path, headers: {}, body });

test.each([
  ["GET", "/openai/v1/responses/%ZZ"],
  ["GET", "/openai/v1/models/%"],
  ["POST", "/openai/deployments/%E0%A4%A/chat/completions?api-version=2024-10-21"],
])("a path that is escaped wrongly is the caller's mistake: %s %s", (method, path) => {
  expect(asked(method, path)).toMatchObject({ kind: "wrong", status: 400 });
});

test.each(["/", "//", "//x//y", "*", "/openai", "/openai/v1/", "/openai/v1/nothing"])(
  "%s is nowhere, whatever it is",
  (path) => {
    expect(asked("GET", path)).toMatchObject({ kind: "wrong", status: 404 });
  },
);

test("names may hold what is escaped", () => {
  expect(asked("GET", "/openai/v1/models/a%2Fb")).toEqual({ kind: "models", id: "a/b" });
});
