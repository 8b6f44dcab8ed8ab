import {
  connect,
  type Fetch,
  type GitHub,
  PublishError,
  publishComment,
  publishIssue,
} from "../../../cli/comment/publish";

const MARKER = "<!-- marker -->";
const bot = { login: "github-actions[bot]" };

/** GitHub with these lists; remembers every call that changes something. */
function fake(lists: readonly (readonly unknown[])[]): {
  github: GitHub;
  reads: string[];
  writes: unknown[];
} {
  const reads: string[] = [];
  const writes: unknown[] = [];
  const github: GitHub = async (method, path, body) => {
    if (method !== "GET") {
      writes.push([method, path, body]);
      return {};
    }
    reads.push(path);
    return lists[reads.length - 1] ?? [];
  };
  return { github, reads, writes };
}

const page = (from: number) =>
  Array.from({ length: 100 }, (_, i) => ({ id: from + i, body: "talk", user: bot }));

describe("publishing a comment", () => {
  it("adds one when there is none", async () => {
    const { github, reads, writes } = fake([[{ id: 1, body: "talk", user: bot }]]);
    expect(await publishComment(github, "o/r", 12, MARKER, "text")).toBe("created");
    expect(reads).toEqual(["/repos/o/r/issues/12/comments?per_page=100&page=1"]);
    expect(writes).toEqual([["POST", "/repos/o/r/issues/12/comments", { body: "text" }]]);
  });

  it("changes its own, on whatever page it is", async () => {
    const { github, reads, writes } = fake([page(1), [{ id: 777, body: `${MARKER}\nold`, user: bot }]]);
    expect(await publishComment(github, "o/r", 12, MARKER, "text")).toBe("updated");
    expect(reads.length).toBe(2);
    expect(writes).toEqual([["PATCH", "/repos/o/r/issues/comments/777", { body: "text" }]]);
  });

  it("leaves a comment alone in which somebody else copied the marker", async () => {
    const { github, writes } = fake([[{ id: 5, body: `${MARKER} mine`, user: { login: "mallory" } }]]);
    expect(await publishComment(github, "o/r", 12, MARKER, "text")).toBe("created");
    expect(writes.length).toBe(1);
  });
});

describe("publishing an issue", () => {
  const wanted = { marker: MARKER, title: "Drift", body: "text", open: true };
  const existing = [{ id: 9, number: 3, body: `${MARKER}\nold`, user: bot }];

  it("opens one, and looks only at open ones of its own", async () => {
    const { github, reads, writes } = fake([[]]);
    expect(await publishIssue(github, "o/r", wanted)).toBe("created");
    expect(reads).toEqual([
      "/repos/o/r/issues?state=open&creator=github-actions%5Bbot%5D&per_page=100&page=1",
    ]);
    expect(writes).toEqual([["POST", "/repos/o/r/issues", { title: "Drift", body: "text" }]]);
  });

  it("updates the one there is", async () => {
    const { github, writes } = fake([existing]);
    expect(await publishIssue(github, "o/r", wanted)).toBe("updated");
    expect(writes).toEqual([["PATCH", "/repos/o/r/issues/3", { title: "Drift", body: "text" }]]);
  });

  it("closes it when nothing drifts, and opens none for that", async () => {
    const { github, writes } = fake([existing, []]);
    expect(await publishIssue(github, "o/r", { ...wanted, open: false })).toBe("closed");
    expect(await publishIssue(github, "o/r", { ...wanted, open: false })).toBe("nothing");
    expect(writes).toEqual([
      [
        "PATCH",
        "/repos/o/r/issues/3",
        { title: "Drift", body: "text", state: "closed", state_reason: "completed" },
      ],
    ]);
  });
});

describe("talking to GitHub", () => {
  const answer =
    (status: number, text: string): Fetch =>
    async () => ({ ok: status < 300, status, text: async () => text });

  it("sends the token as a header and the body as JSON", async () => {
    const calls: unknown[] = [];
    const fetch: Fetch = async (url, { method, headers, body }) => {
      calls.push([method, url, headers.authorization, body]);
      return { ok: true, status: 200, text: async () => '{"id": 1}' };
    };
    expect(await connect(fetch, "https://api.example", "T")("POST", "/x", { a: 1 })).toEqual({ id: 1 });
    expect(calls).toEqual([["POST", "https://api.example/x", "Bearer T", '{"a":1}']]);
  });

  it("fails with GitHub's words and without the token", async () => {
    const github = connect(
      answer(403, '{"message": "Resource not accessible"}'),
      "https://api.example",
      "T0KEN",
    );
    await expect(github("GET", "/x")).rejects.toThrow(
      new PublishError("GitHub refused GET /x with 403: Resource not accessible"),
    );
  });

  it("fails plainly when the answer is no JSON or there is no answer", async () => {
    await expect(connect(answer(502, "<html>"), "a", "t")("GET", "/x")).rejects.toThrow(
      "GitHub refused GET /x with 502: no message",
    );
    const down: Fetch = async () => {
      throw new Error("getaddrinfo ENOTFOUND");
    };
    await expect(connect(down, "a", "t")("GET", "/x")).rejects.toThrow(
      "GitHub cannot be reached: getaddrinfo ENOTFOUND",
    );
  });
});
