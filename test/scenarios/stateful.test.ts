import { type Call, type CallableFleet, callableFleet, smallFleet } from "./callFleet";

jest.setTimeout(60_000);

const consumers = [
  "  nothing: { tokensPerMinute: 100000, stateful: none }",
  "  usual: { tokensPerMinute: 100000 }",
  "  keeper: { tokensPerMinute: 100000, stateful: files }",
  "  owner: { tokensPerMinute: 100000, stateful: all }",
  "  chats: { tokensPerMinute: 100000, models: { gpt-5.4: { requestsPerMinute: 2 } } }",
].join("\n");

/** A fleet with what it opens, made when it is first asked for. */
const yamls = {
  all: `${smallFleet(consumers)}stateful: all\n`,
  files: `${smallFleet("  keeper: { tokensPerMinute: 100000, stateful: files }")}stateful: files\n`,
  usual: smallFleet("  usual: { tokensPerMinute: 100000 }"),
  none: `${smallFleet("  nothing: { tokensPerMinute: 100000 }")}stateful: none\n`,
} as const;
const fleets = new Map<string, Promise<CallableFleet>>();
/** @param forgets whether it lost the definition of the fleet's own role */
async function start(name: keyof typeof yamls, forgets = false) {
  const key = `${name}, ${forgets}`;
  const made =
    fleets.get(key) ?? callableFleet(yamls[name], (id) => forgets && /\/roleDefinitions\//.test(id));
  fleets.set(key, made);
  return (await made).start();
}
afterAll(async () => {
  for (const each of fleets.values()) (await each).remove();
});

const regional = (key: string, raw: string, body?: Call["body"], contentType?: string): Call => ({
  surface: "regional",
  key,
  raw,
  ...(body === undefined ? {} : { body }),
  ...(contentType === undefined ? {} : { contentType }),
});
const form = ["--b\r\n", "multipart/form-data; boundary=b"] as const;

/** One call of each kind, by the word that it needs. */
const kinds: Readonly<Record<"responses" | "files" | "all", readonly Parameters<typeof regional>[]>> = {
  responses: [
    ["usual", "POST /chat/completions", { model: "gpt-5.4", messages: [] }],
    ["usual", "POST /responses", { model: "gpt-5.4", input: "x", previous_response_id: "r" }],
    ["usual", "GET /responses/r"],
    ["usual", "GET /responses/r/input_items"],
    ["usual", "POST /responses/r/cancel", ""],
    ["usual", "DELETE /responses/r"],
    ["usual", "POST /conversations", {}],
    ["usual", "GET /conversations/c/items"],
  ],
  files: [
    ["keeper", "POST /files", ...form],
    ["keeper", "GET /files"],
    ["keeper", "GET /files/f/content"],
    ["keeper", "DELETE /files/f"],
    ["keeper", "POST /uploads", { filename: "a", purpose: "batch", bytes: 1, mime_type: "x" }],
    ["keeper", "POST /batches", { input_file_id: "f", endpoint: "/v1/chat/completions" }],
    ["keeper", "GET /batches"],
    ["keeper", "POST /batches/b/cancel", ""],
    ["keeper", "POST /vector_stores", { name: "a" }],
    ["keeper", "DELETE /vector_stores/v"],
    ["keeper", "POST /containers", { name: "a" }],
  ],
  all: [
    ["owner", "POST /fine_tuning/jobs", { model: "gpt-4.1-mini-2025-04-14", training_file: "f" }],
    ["owner", "GET /fine_tuning/jobs/j/events"],
    ["owner", "POST /evals", { name: "e" }],
    ["owner", "DELETE /evals/e"],
    ["owner", "POST /assistants", { model: "gpt-5.4" }],
    ["owner", "POST /threads", {}],
    ["owner", "GET /chat/completions"],
    ["owner", "GET /chat/completions/c"],
    ["owner", "DELETE /chat/completions/c"],
  ],
};
const words = ["nothing", "usual", "keeper", "owner"] as const;
const cases = Object.entries(kinds).flatMap(([needed, calls]) =>
  calls.map(([, raw, ...rest]) => [needed, raw, rest] as const),
);

describe.each(cases)("what needs `%s`: %s", (needed, raw, [body, contentType]) => {
  test("is served to who has it, by an account whose role allows it", async () => {
    const { call, reached } = await start("all");
    const from = { responses: "usual", files: "keeper", all: "owner" }[needed] as string;
    const able = words.slice(words.indexOf(from as "usual"));
    for (const key of able) {
      const { status, text } = await call(regional(key, raw, body, contentType));
      expect([key, status, status === 200 ? "" : text]).toEqual([key, 200, ""]);
    }
    expect(reached).toHaveLength(able.length);
  });

  test("is refused to who has less, before any account is asked", async () => {
    const { call, reached } = await start("all");
    const has = { nothing: "none", usual: "responses", keeper: "files", owner: "all" };
    const able = { responses: "usual", files: "keeper", all: "owner" }[needed] as "usual";
    for (const key of words.slice(0, words.indexOf(able))) {
      const { status, error } = await call(regional(key, raw, body, contentType));
      expect([status, error.code, error.message]).toEqual([
        403,
        "stateful_not_open",
        `This call needs \`stateful: ${needed}\`, and this consumer has \`${has[key]}\`. The owner of the fleet decides that, in its topology.`,
      ]);
    }
    expect(reached).toEqual([]);
  });
});

describe("the role is as narrow as the switch", () => {
  const account = "/subscriptions/00000000-0000-0000-0000-000000000000";
  const rightsOf = ({ authorization }: { authorization: string }) =>
    (
      JSON.parse(Buffer.from(authorization.split(".")[1] ?? "", "base64url").toString()) as {
        local_rights: { scope: string; name?: string; dataActions?: string[] }[];
      }
    ).local_rights;
  const own = async (name: keyof typeof yamls, key: string) => {
    const { call, reached } = await start(name);
    await call(regional(key, "POST /responses", { model: "gpt-5.4", input: "x" }));
    const rights = rightsOf(reached[0] as { authorization: string }).filter(({ dataActions }) => dataActions);
    for (const { scope } of rights) expect(scope).toContain(`${account}/resourceGroups/rg-aoai-test-swec/`);
    return rights.flatMap(({ dataActions }) => dataActions ?? []).map((action) => action.split("OpenAI/")[1]);
  };

  test("nothing beside the built-in one where no files are kept", async () => {
    expect(await own("usual", "usual")).toEqual([]);
  });
  test("files, uploads and batches for `files`", async () => {
    expect(await own("files", "keeper")).toEqual([
      "files/write",
      "files/delete",
      "uploads/*",
      "batch-jobs/write",
      "batches/cancel/action",
    ]);
  });
  test("and fine-tuning, evals and stored completions for `all`", async () => {
    expect((await own("all", "owner")).slice(5)).toEqual(["fine-tunes/*", "evals/*", "stored-completions/*"]);
  });
});

const beyondReading = cases.filter(
  ([needed, raw]) => needed !== "responses" && (!raw.startsWith("GET") || raw.includes("completions")),
);

describe("a right that no declared role has is refused by the account, with 401 and its name", () => {
  test.each(beyondReading)("%s: %s", async (_, raw, [body, contentType]) => {
    const { call, answers } = await start("all", true);
    const { status } = await call(regional("owner", raw, body, contentType));
    const builtIn = /vector_stores|assistants|threads/.test(raw);
    expect([status, answers[0]?.status]).toEqual(builtIn ? [200, 200] : [502, 401]);
    if (!builtIn)
      expect(answers[0]?.text).toMatch(
        /^\{"error":\{"code":"PermissionDenied","message":"The principal `[^`]+` lacks the required data action `Microsoft\.CognitiveServices\/accounts\/OpenAI\/(files|uploads|batch-jobs|batches|fine-tunes|evals|stored-completions)\/[a-z/]+` to perform `(POST|GET|DELETE) \/openai\/v1\/[^`]+` operation\."\}\}$/,
      );
  });
});

describe("what names a model is judged as on the pooled surface", () => {
  const surfaces = ["v1", "regional"] as const;
  const model = "text-embedding-3-large";

  test.each(surfaces)("a model that is not the consumer's is not found: %s", async (surface) => {
    const { call, reached } = await start("all");
    for (const raw of ["POST /chat/completions", "POST /responses", "POST /embeddings"]) {
      const { status, error } = await call({ surface, key: "chats", raw, body: { model, input: "x" } });
      expect([raw, status, error.code]).toEqual([raw, 404, "model_not_found"]);
    }
    expect(reached).toEqual([]);
  });

  test.each(surfaces)("a body without a model calls none: %s", async (surface) => {
    const { call, reached } = await start("all");
    for (const body of [{}, { prompt: { id: "p" } }, { deployment: model }]) {
      const { status, error } = await call({ surface, key: "chats", raw: "POST /responses", body });
      expect([status, error.code]).toEqual([400, "missing_model"]);
    }
    expect(reached).toEqual([]);
  });

  test("a deployment in the path is no call of this route, whatever its body says", async () => {
    const { call, reached } = await start("all");
    for (const path of [
      `/deployments/${model}/embeddings`,
      `/DEPLOYMENTS/${model}-payg/embeddings`,
      `//deployments/${model}/embeddings`,
      `/chat/../deployments/${model}/embeddings`,
      `/responses/x%2F..%2Fdeployments/${model}`,
      `/responses/%2Fdeployments`,
      "/realtime/sessions",
      "/batch_jobs",
      "/responsesx",
      "/responses",
    ]) {
      const raw = path === "/responses" ? "GET /responses" : `POST ${path}`;
      const body = raw.startsWith("GET") ? undefined : { model: "gpt-5.4", input: "x" };
      const { status, error } = await call({
        surface: "regional",
        key: "owner",
        raw,
        ...(body === undefined ? {} : { body }),
      });
      expect([
        path,
        [400, 404].includes(status),
        ["unknown_operation", "invalid_path"].includes(error.code ?? ""),
      ]).toEqual([path, true, true]);
    }
    expect(reached).toEqual([]);
  });

  test.each(surfaces)("its limits hold there too: %s", async (surface) => {
    const { call } = await start("all");
    const one = { surface, key: "chats", raw: "POST /responses", body: { model: "gpt-5.4", input: "x" } };
    expect([(await call(one)).status, (await call(one)).status]).toEqual([200, 200]);
    const { status, error } = await call(one);
    expect([status, error.message]).toEqual([
      429,
      expect.stringContaining("2 requests per minute of this consumer for the model `gpt-5.4`"),
    ]);
  });

  test("an assistant's model becomes the account's deployment, and another's is not found", async () => {
    const { call, reached } = await start("all");
    await call(regional("owner", "POST /assistants", { model: "gpt-5.4" }));
    expect(reached[0]?.body).toBe('{"model":"gpt-5.4-payg"}');
    const { status } = await call(regional("owner", "POST /threads/t/runs", { model: "gpt-9" }));
    expect(status).toBe(404);
  });

  test("what is trained is Azure's name of a model, and stays", async () => {
    const { call, reached } = await start("all");
    await call(regional("owner", "POST /fine_tuning/jobs", { model: "gpt-4.1-mini-2025-04-14" }));
    expect(reached[0]?.body).toBe('{"model":"gpt-4.1-mini-2025-04-14"}');
  });

  test("models are those that the consumer may call there", async () => {
    const { call, reached } = await start("all");
    const list = async (key: string) =>
      (JSON.parse((await call(regional(key, "GET /models"))).text) as { data: { id: string }[] }).data;
    expect((await list("chats")).map(({ id }) => id)).toEqual(["gpt-5.4"]);
    expect((await list("owner")).map(({ id }) => id)).toEqual(["gpt-5.4", model]);
    expect(JSON.parse((await call(regional("chats", "GET /models/GPT-5.4"))).text)).toEqual({
      id: "gpt-5.4",
      object: "model",
      created: 0,
      owned_by: "azure-openai",
    });
    expect((await call(regional("chats", `GET /models/${model}`))).status).toBe(404);
    expect(reached).toEqual([]);
  });
});

describe("nothing is kept", () => {
  test.each(["none", "all"] as const)(
    "the pooled surface names no route to who has none: fleet of `%s`",
    async (name) => {
      const { call } = await start(name);
      const closed =
        "Keeping anything in one account is not open to this consumer (`stateful: none`); the owner of the fleet decides that.";
      for (const [raw, body] of [
        ["POST /files", {}],
        ["POST /responses", { model: "gpt-5.4", input: "x", previous_response_id: "r" }],
      ] as const) {
        const { status, error } = await call({ surface: "v1", key: "nothing", raw, body });
        expect([status, error.code]).toEqual([400, "belongs_to_one_account"]);
        expect(error.message).toContain(closed);
      }
    },
  );

  test("a fleet of `none` has no regional API", async () => {
    const { call, reached } = await start("none");
    const { status, error } = await call(regional("nothing", "GET /responses/r"));
    expect([status, reached]).toEqual([404, []]);
    expect(error.code ?? "").not.toBe("region_not_found");
  });
});
