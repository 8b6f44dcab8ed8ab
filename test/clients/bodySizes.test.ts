import { request } from "node:http";
import { clientFleet } from "./clientFleet";

const fleet = clientFleet();

const chat = (bytes: number) => {
  const body = { model: "gpt-5.4", messages: [{ role: "user", content: "" }] };
  const rest = JSON.stringify(body).length;
  body.messages = [{ role: "user", content: "x".repeat(bytes - rest) }];
  return JSON.stringify(body);
};
/** What a v2 tier keeps in memory. */
const kept = 2 * 1024 * 1024;

async function send(path: string, body: string | Buffer, type = "application/json") {
  const response = await fetch(`${fleet.url}${path}`, {
    method: "POST",
    headers: { "api-key": fleet.key("checkout"), "content-type": type },
    body,
  });
  return { status: response.status, body: (await response.json()) as { error?: Record<string, string> } };
}

test.each([
  "/openai/v1/chat/completions",
  "/openai/responses",
  "/openai/deployments/gpt-5.4/chat/completions",
  "/regions/eastus2/openai/v1/responses",
])("%s: 2 MiB pass, more is 413 with the way out", async (path) => {
  expect((await send(path, chat(kept))).status).toBe(200);
  fleet.accounts.calls.length = 0;
  expect(await send(path, chat(kept + 1))).toEqual({
    status: 413,
    body: {
      error: {
        message:
          "The body has 2097153 bytes, and this gateway reads at most 2097152: where a request goes and what it may use stand in its body. Send images and files by URL, or upload them in a form to /regions/{region}/openai/v1/files.",
        type: "invalid_request_error",
        param: null,
        code: "request_too_large",
      },
    },
  });
  expect(fleet.accounts.calls).toEqual([]);
});

test("many nested keys named model cost no more than others", async () => {
  const body = (key: string) =>
    `{"messages":[${Array.from({ length: 60_000 }, () => `{"${key}":"a"}`).join()}],"model":"gpt-5.4"}`;
  const fastest = async (key: string) => {
    let least = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 4; round++) {
      const started = process.cpuUsage();
      expect((await send("/openai/v1/chat/completions", body(key))).status).toBe(200);
      least = Math.min(least, process.cpuUsage(started).user);
    }
    return least;
  };
  const [others, models] = [await fastest("thing"), await fastest("model")];
  expect(models / others).toBeLessThan(1.6);
});

test("it is said before anything is read", async () => {
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const call = request(
      `${fleet.url}/openai/v1/chat/completions`,
      {
        method: "POST",
        headers: {
          "api-key": fleet.key("checkout"),
          "content-type": "application/json",
          "content-length": "1000000000",
        },
      },
      (response) => {
        resolve(response.statusCode);
        call.destroy();
      },
    );
    call.on("error", reject);
    call.write("{");
  });
  expect(status).toBe(413);
});

const deployment = "/openai/deployments/gpt-5.4";

/** An account that fails with its first answer. */
function failOnce(): void {
  let first = true;
  fleet.accounts.behave((_, response) => {
    if (!first) return false;
    first = false;
    response.writeHead(500, { "content-type": "application/json", "apim-request-id": "1" });
    return response.end("{}");
  });
}
const form = "multipart/form-data; boundary=b";

/** Sends a part of a form and waits for the account to have it: whoever keeps bodies first would never call. */
function partOfAForm(path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const call = request(
      `${fleet.url}${path}`,
      {
        method: "POST",
        headers: { "api-key": fleet.key("checkout"), "content-type": form, "content-length": "30000000" },
      },
      (response) => reject(new Error(`Answered with ${response.statusCode} before.`)),
    );
    fleet.accounts.onRequest((url) => {
      resolve(url);
      call.destroy();
    });
    call.on("error", () => {});
    call.write(Buffer.alloc(100_000));
  });
}

test.each([
  [`${deployment}/audio/transcriptions`, "/openai/deployments/gpt-5.4-ptu/audio/transcriptions"],
  ["/regions/eastus2/openai/v1/files", "/openai/v1/files"],
])("a file to %s reaches the account while it is being sent", async (path, expected) => {
  expect((await partOfAForm(path)).split("?")[0]).toBe(expected);
});

// Last, since it leaves breakers open.
test("a form of 2 MiB passes as it came, once, and a smaller one moves on to other capacity", async () => {
  const path = `${deployment}/audio/transcriptions`;
  const large = Buffer.alloc(kept, 7);
  failOnce();
  expect([(await send(path, large, form)).status, fleet.accounts.calls.length]).toEqual([503, 1]);
  expect((await send(path, large, form)).status).toBe(200);
  expect(fleet.lastCall().bytes.equals(large)).toBe(true);
  fleet.accounts.calls.length = 0;
  failOnce();
  expect([(await send(path, large.subarray(1), form)).status, fleet.accounts.calls.length]).toEqual([200, 2]);
});
