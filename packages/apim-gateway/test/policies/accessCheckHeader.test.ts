import { guardedGateway } from "./accessTokens";

const checkHeader = (attributes: string, values: string[] = []) =>
  `<check-header ${attributes}>${values.map((value) => `<value>${value}</value>`).join("")}</check-header>`;

const team = 'name="X-Team" failed-check-httpcode="403" failed-check-error-message="Say who you are."';

test("a request without the header is answered with the policy's status and message", async () => {
  const gateway = guardedGateway(checkHeader(`${team} ignore-case="false"`, ["red"]));
  const answer = await gateway.send();
  expect(answer.json()).toEqual({ statusCode: 403, message: "Say who you are." });
  expect(answer.status).toBe(403);
  expect(answer.headers.get("x-reason")).toBe("HeaderNotFound");
  expect(answer.headers.get("x-message")).toBe("Header X-Team was not found in the request. Access denied.");
  expect(answer.headers.get("x-source")).toBe("check-header");
  expect(gateway.calls).toHaveLength(0);
});

test("an empty header counts as missing", async () => {
  const gateway = guardedGateway(checkHeader(`${team} ignore-case="false"`));
  expect((await gateway.send({ headers: { "X-Team": "" } })).headers.get("x-reason")).toBe("HeaderNotFound");
});

test("a header with one of the values passes, and with another it does not", async () => {
  const gateway = guardedGateway(checkHeader(`${team} ignore-case="false"`, ["red", "blue"]));
  expect((await gateway.send({ headers: { "x-team": "blue" } })).status).toBe(200);
  const answer = await gateway.send({ headers: { "X-Team": "green" } });
  expect(answer.status).toBe(403);
  expect(answer.headers.get("x-reason")).toBe("HeaderValueNotAllowed");
  expect(answer.headers.get("x-message")).toBe("Header X-Team value of green is not allowed. Access denied.");
});

test("one value of a header that came several times is enough", async () => {
  const gateway = guardedGateway(checkHeader(`${team} ignore-case="false"`, ["red"]));
  expect((await gateway.send({ headers: { "X-Team": ["green", "red"] } })).status).toBe(200);
  expect((await gateway.send({ headers: { "X-Team": ["green", "blue"] } })).status).toBe(403);
});

test("without values any value will do", async () => {
  const gateway = guardedGateway(checkHeader(`${team} ignore-case="true"`));
  expect((await gateway.send({ headers: { "X-Team": "green" } })).status).toBe(200);
});

test("ignore-case decides whether RED is red", async () => {
  const sent = { headers: { "X-Team": "RED" } };
  const exact = guardedGateway(checkHeader(`${team} ignore-case="false"`, ["red"]));
  expect((await exact.send(sent)).status).toBe(403);
  const lenient = guardedGateway(checkHeader(`${team} ignore-case="true"`, ["red"]));
  expect((await lenient.send(sent)).status).toBe(200);
});

test("every attribute and value may be an expression", async () => {
  const gateway = guardedGateway(
    checkHeader(
      `name='@("X-" + "Team")' failed-check-httpcode="@(400 + 12)" failed-check-error-message='@("no " + context.Request.Method)' ignore-case="@(1 == 1)"`,
      ['@("re" + "d")'],
    ),
  );
  expect((await gateway.send({ headers: { "X-Team": "RED" } })).status).toBe(200);
  const answer = await gateway.send({ headers: { "X-Team": "green" } });
  expect(answer.json()).toEqual({ statusCode: 412, message: "no GET" });
});

test.each(["Authorization", "Ocp-Apim-Subscription-Key", "X-Token", "Cookie", "x-client-secret"])(
  "the value of %s is not told to anybody",
  async (name) => {
    const policy = checkHeader(
      `name="${name}" failed-check-httpcode="401" failed-check-error-message="no" ignore-case="false"`,
      ["right"],
    );
    const gateway = guardedGateway(policy);
    const answer = await gateway.send({ headers: { [name]: "hush-hush", "Ocp-Apim-Trace": "true" } });
    expect(answer.headers.get("x-message")).toBe(
      `Header ${name} value of *** is not allowed. Access denied.`,
    );
    expect(JSON.stringify([gateway.trace(), answer.text, gateway.lastError()])).not.toContain("hush-hush");
  },
);

test.each(["-1", "99", "600", "200.5"])(
  "a status of %s, which HTTP cannot send, is a failure of the policy",
  async (code) => {
    const gateway = guardedGateway(
      checkHeader(
        `name="X-Team" failed-check-httpcode="@(${code})" failed-check-error-message="" ignore-case="true"`,
      ),
    );
    const answer = await gateway.send();
    expect(answer.status).toBe(500);
    expect(answer.headers.get("x-reason")).toBe("InvalidStatus");
  },
);
