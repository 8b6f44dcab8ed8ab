import { grants, matches } from "../../../local/accounts/rights/grants";
import { judgeCall } from "../../../local/accounts/rights/judgeCall";
import { neededDataAction } from "../../../local/accounts/rights/neededDataAction";

const account = "/subscriptions/s/resourceGroups/g/providers/Microsoft.CognitiveServices/accounts/a";
const user = "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd";
const openai = (action: string) => `Microsoft.CognitiveServices/accounts/OpenAI/${action}`;
const token = (claims: object) => `Bearer h.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.s`;
const call = (method: string, path: string, rights: object[] | undefined) =>
  judgeCall(
    {
      method,
      url: `https://a.openai.azure.com/openai${path}`,
      authorization: token({ oid: "me", local_rights: rights }),
    },
    account,
  )?.status;

describe("OpenAI User", () => {
  const rights = [{ scope: account, role: user }];
  test.each<[string, string, number | undefined]>([
    ["POST", "/deployments/d/chat/completions", undefined],
    ["POST", "/v1/chat/completions", undefined],
    ["POST", "/v1/embeddings", undefined],
    ["POST", "/v1/responses", undefined],
    ["DELETE", "/v1/responses/r", undefined],
    ["GET", "/v1/files", undefined],
    ["POST", "/v1/files", 401],
    ["DELETE", "/v1/files/f", 401],
    ["POST", "/v1/batches", 401],
    ["POST", "/v1/batches/b/cancel", 401],
    ["POST", "/v1/fine_tuning/jobs", 401],
    ["POST", "/v1/evals", 401],
    ["POST", "/v1/vector_stores", undefined],
    ["POST", "/v1/assistants", undefined],
    ["GET", "/v1/chat/completions/c", 401],
    ["GET", "/v1/chat/completions", 401],
    ["POST", "/v1/nothing", 404],
  ])("%s %s: %s", (method, path, status) => expect(call(method, path, rights)).toBe(status));
});

test("a refusal says who lacks what for which call, in Azure's words", () => {
  expect(
    judgeCall(
      {
        method: "POST",
        url: "https://a.openai.azure.com/openai/v1/files?api-version=v1",
        authorization: token({ oid: "me", local_rights: [] }),
      },
      account,
    ),
  ).toEqual({
    status: 401,
    body: JSON.stringify({
      error: {
        code: "PermissionDenied",
        message: `The principal \`me\` lacks the required data action \`${openai("files/write")}\` to perform \`POST /openai/v1/files\` operation.`,
      },
    }),
  });
});

test("a token that says nothing of rights is not judged", () => {
  expect(call("POST", "/v1/files", undefined)).toBeUndefined();
  expect(
    judgeCall({ method: "GET", url: "https://a/openai/v1/files", authorization: "key" }, account),
  ).toBeUndefined();
});

test("a right counts where it was given and below, and nowhere else", () => {
  const held = (scope: string) => grants([{ scope, role: user }], account, openai("files/read"));
  expect(["/subscriptions/S", "/subscriptions/s/resourceGroups/G/", account].map(held)).toEqual([
    true,
    true,
    true,
  ]);
  expect([`${account}2`, "/subscriptions/s/resourceGroups/g2", "/subscriptions/s2"].map(held)).toEqual([
    false,
    false,
    false,
  ]);
});

test("what one role excepts another may give", () => {
  const stored = openai("stored-completions/read");
  expect(grants([{ scope: account, role: user }], account, stored)).toBe(false);
  const own = {
    scope: account,
    role: "x",
    dataActions: [openai("stored-completions/*")],
    notDataActions: [],
  };
  expect(grants([{ scope: account, role: user }, own], account, stored)).toBe(true);
});

test("a wildcard stands for any text, and only there", () => {
  expect(matches(openai("*/read"), openai("assistants/threads/read"))).toBe(true);
  expect(matches(openai("video/*/delete"), openai("video/a/b/delete"))).toBe(true);
  expect(matches(openai("uploads/*"), openai("uploads"))).toBe(false);
  expect(matches(openai("files/write"), openai("files/write/more"))).toBe(false);
  expect(matches("a*a", "a")).toBe(false);
});

test("what nobody knows of a call is said", () => {
  expect(neededDataAction("POST", "/openai/v1/conversations")?.known).toBe("unknown");
  expect(neededDataAction("POST", "/openai/v1/batches")).toEqual({
    dataAction: openai("batch-jobs/write"),
    known: "seen",
  });
});
