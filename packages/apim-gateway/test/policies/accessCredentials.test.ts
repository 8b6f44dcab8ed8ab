import { guardedGateway, hmacToken, otherSecret, secret, validateJwt } from "./accessTokens";

const basic = '<authentication-basic username="ada" password="{{password}}" />';
const namedValues = { password: { value: "pässword:1", secret: true } };
const expected = `Basic ${Buffer.from("ada:pässword:1", "utf8").toString("base64")}`;

test("authentication-basic puts the credentials on the request, over what the caller sent", async () => {
  const gateway = guardedGateway(basic, { namedValues });
  expect((await gateway.send({ headers: { Authorization: "Bearer mine" } })).status).toBe(200);
  expect(gateway.calls[0]?.headers.get("Authorization")).toBe(expected);
});

test("authentication-basic takes expressions", async () => {
  const gateway = guardedGateway(
    `<authentication-basic username='@("a" + "da")' password='@(context.Request.Headers["p"][0])' />`,
  );
  await gateway.send({ headers: { p: "pw" } });
  expect(gateway.calls[0]?.headers.get("Authorization")).toBe(`Basic ${btoa("ada:pw")}`);
});

test("authentication-basic inside send-request is for that request only", async () => {
  const gateway = guardedGateway(
    `<send-request mode="new" response-variable-name="r"><set-url>https://side.example/</set-url><set-method>GET</set-method>${basic}</send-request>`,
    { namedValues },
  );
  await gateway.send();
  expect(gateway.calls.map(({ headers }) => headers.get("Authorization"))).toEqual([expected, undefined]);
});

test.each([
  [
    '<get-authorization-context provider-id="p" authorization-id="a" context-variable-name="v" ignore-error="true" />',
    "no credential manager",
  ],
])("%s is refused when reached, and says why", async (policy, why) => {
  const gateway = guardedGateway(policy);
  const answer = await gateway.send();
  expect(answer.status).toBe(501);
  expect(answer.text).toContain(why);
  expect(gateway.calls).toHaveLength(0);
});

test("no password, key or token is in a trace, a failure or an answer", async () => {
  const gateway = guardedGateway(
    `${basic}<authentication-managed-identity resource="r" />${validateJwt('header-name="X-Token"')}`,
    { namedValues, traces: "always" },
  );
  const sent: string[] = [];
  for (const token of [hmacToken(), hmacToken({ sub: "x" }), hmacToken({}, otherSecret), "not.a.token"]) {
    const answer = await gateway.send({ headers: { "X-Token": token } });
    sent.push(
      JSON.stringify([gateway.trace(), gateway.lastError(), answer.text, [...answer.headers.toRaw()]]),
    );
    expect(sent.at(-1)).not.toContain(token);
  }
  const forwarded = gateway.calls[0]?.headers.get("Authorization")?.slice(7) ?? "";
  for (const hidden of ["pässword", secret, expected.slice(6), forwarded]) {
    expect(hidden.length).toBeGreaterThan(5);
    for (const text of sent) expect(text).not.toContain(hidden);
  }
});
