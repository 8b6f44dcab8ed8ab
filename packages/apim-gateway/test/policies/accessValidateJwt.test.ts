import { goodClaims, guardedGateway, hmacToken, keys, rsaToken, start, validateJwt } from "./accessTokens";
import { made, stored } from "./clientCertificates";

const bearer = (claims: object = goodClaims) => `Bearer ${hmacToken(claims)}`;

describe("where the token is", () => {
  test("a request without a token is answered with 401 and told so", async () => {
    const gateway = guardedGateway(validateJwt());
    const answer = await gateway.send();
    expect(answer.status).toBe(401);
    expect(answer.json()).toMatchObject({ statusCode: 401, message: "JWT not present." });
    expect(answer.headers.get("x-reason")).toBe("TokenNotPresent");
    expect(answer.headers.get("x-source")).toBe("validate-jwt");
    expect(gateway.calls).toHaveLength(0);
  });

  test.each(["", "   ", "Bearer", "Bearer "])("a header of '%s' holds no valid token", async (header) => {
    expect((await guardedGateway(validateJwt()).try(header)).status).toBe(401);
  });

  test("a good token in the header passes, with its scheme or without", async () => {
    const gateway = guardedGateway(validateJwt());
    expect((await gateway.try(bearer())).status).toBe(200);
    expect((await gateway.try(hmacToken())).status).toBe(200);
    expect(gateway.calls[0]?.headers.get("Authorization")).toBe(bearer());
  });

  test("require-scheme refuses another scheme in Authorization, and none", async () => {
    const gateway = guardedGateway(validateJwt('require-scheme="Bearer"'));
    expect((await gateway.try(bearer())).status).toBe(200);
    expect((await gateway.try(`bearer ${hmacToken()}`)).status).toBe(200);
    expect(await gateway.try(`DPoP ${hmacToken()}`)).toMatchObject({
      status: 401,
      reason: "TokenNotPresent",
    });
    expect(await gateway.try(hmacToken())).toMatchObject({ status: 401, reason: "TokenNotPresent" });
  });

  test("require-scheme is ignored for another header", async () => {
    const gateway = guardedGateway(validateJwt('header-name="X-Token" require-scheme="Bearer"'));
    expect((await gateway.try(hmacToken(), "X-Token")).status).toBe(200);
    expect((await gateway.try(bearer())).status).toBe(401);
  });

  test("the token may be in a query parameter", async () => {
    const gateway = guardedGateway(validateJwt('query-parameter-name="@(&quot;tok&quot; + &quot;en&quot;)"'));
    expect((await gateway.send({ path: `/x?token=${hmacToken()}` })).status).toBe(200);
    expect((await gateway.send({ path: "/x?token=" })).status).toBe(401);
    expect((await gateway.send({ path: "/x" })).headers.get("x-reason")).toBe("TokenNotPresent");
  });

  test("the token may be an expression's value, which must not hold the scheme", async () => {
    const value = `token-value='@(context.Request.Headers.GetValueOrDefault("X-Any", ""))'`;
    const gateway = guardedGateway(validateJwt(value));
    expect((await gateway.try(hmacToken(), "X-Any")).status).toBe(200);
    expect(await gateway.try(bearer(), "X-Any")).toMatchObject({ status: 401, reason: "JwtInvalid" });
    expect((await gateway.try(undefined)).reason).toBe("TokenNotPresent");
  });

  test.each([
    ["nothing like a token", "IDX12741"],
    ["a.b", "IDX12741"],
    ["a.b.c", "IDX12741"],
    ["e30.e30.", "IDX12741"],
    ["bnVsbA.W10.x", "IDX12741"],
    ["%.%.%", "IDX12741"],
    ["a.b.c.d.e", "IDX10609"],
  ])("'%s' is not a token that can be read", async (token, code) => {
    const tried = await guardedGateway(validateJwt()).try(token);
    expect(tried).toMatchObject({ status: 401, reason: expect.stringMatching("JwtInvalid|TokenNotPresent") });
    if (tried.reason === "JwtInvalid") expect(tried.message).toContain(code);
  });
});

describe("what the caller is told", () => {
  test("a wrong token is answered with the policy's status and message", async () => {
    const gateway = guardedGateway(
      validateJwt('failed-validation-httpcode="403" failed-validation-error-message="Not for you."'),
    );
    expect(await gateway.try("x.y.z")).toMatchObject({ status: 403, told: "Not for you." });
    expect(await gateway.try(undefined)).toMatchObject({ status: 403, told: "Not for you." });
  });

  test("status and message may be expressions", async () => {
    const gateway = guardedGateway(
      validateJwt(
        `failed-validation-httpcode="@(400 + 3)" failed-validation-error-message='@("No, " + context.Request.Method)'`,
      ),
    );
    expect(await gateway.try(undefined)).toMatchObject({ status: 403, told: "No, GET" });
  });

  test("without a message of its own it says that the token is invalid, or why where the setting wants it", async () => {
    const old = bearer({ ...goodClaims, exp: start - 1, nbf: start - 10 });
    expect((await guardedGateway(validateJwt()).try(old)).told).toBe("Invalid JWT.");
    const settings = { jwtFailureAnswer: "reason" };
    expect((await guardedGateway(validateJwt(), { settings }).try(old)).told).toContain(
      "expired at 2025-12-31",
    );
  });
});

describe("times", () => {
  test("an expired token is refused, also one that was good before", async () => {
    const gateway = guardedGateway(validateJwt());
    expect((await gateway.try(bearer())).status).toBe(200);
    gateway.clock.advance(3600_000);
    expect((await gateway.try(bearer())).status).toBe(200);
    gateway.clock.advance(1);
    expect(await gateway.try(bearer())).toMatchObject({ status: 401, reason: "TokenExpired" });
  });

  test.each(["60", "00:01:00", "@(60)", "@(&quot;00:01:00&quot;)"])(
    "clock-skew %s lets a token live a minute longer and start a minute earlier",
    async (skew) => {
      const gateway = guardedGateway(validateJwt(`clock-skew="${skew}"`));
      expect((await gateway.try(bearer({ ...goodClaims, nbf: start + 60 }))).status).toBe(200);
      expect((await gateway.try(bearer({ ...goodClaims, nbf: start + 61 }))).status).toBe(401);
      gateway.clock.advance(3660_000);
      expect((await gateway.try(bearer())).status).toBe(200);
      gateway.clock.advance(1000);
      expect((await gateway.try(bearer())).reason).toBe("TokenExpired");
    },
  );

  test("a clock-skew that is no time is refused at load, or fails when reached", async () => {
    expect(guardedGateway(validateJwt('clock-skew="soon"')).errors).toEqual([
      "clock-skew: The value of clock-skew is neither a number of seconds nor a time span.",
    ]);
    const tried = await guardedGateway(validateJwt('clock-skew="@(&quot;soon&quot;)"')).try(bearer());
    expect(tried).toMatchObject({ status: 500, reason: "ExpressionValueEvaluationFailure" });
  });

  test("a token that is not valid yet is refused", async () => {
    const tried = await guardedGateway(validateJwt()).try(bearer({ ...goodClaims, nbf: start + 1 }));
    expect(tried).toMatchObject({ status: 401, reason: "JwtInvalid" });
    expect(tried.message).toContain("IDX10222");
  });

  test("a token without expiration is refused unless require-expiration-time is false", async () => {
    const { exp: _, ...endless } = goodClaims;
    const tried = await guardedGateway(validateJwt()).try(bearer(endless));
    expect(tried).toMatchObject({ status: 401, reason: "JwtInvalid" });
    expect(tried.message).toContain("IDX10225");
    const lenient = guardedGateway(validateJwt('require-expiration-time="false"'));
    expect((await lenient.try(bearer(endless))).status).toBe(200);
    expect((await lenient.try(bearer({ ...goodClaims, exp: start - 1, nbf: 0 }))).reason).toBe(
      "TokenExpired",
    );
  });

  test.each([{ exp: "tomorrow" }, { exp: null }, { exp: 1e300 }, { nbf: "now" }, { nbf: start + 7200 }])(
    "times that make no sense are refused: %j",
    async (wrong) => {
      const tried = await guardedGateway(validateJwt()).try(bearer({ ...goodClaims, ...wrong }));
      expect(tried).toMatchObject({ status: 401, reason: "JwtInvalid" });
    },
  );
});

test("a token that expires before it becomes valid is refused even where the skew would forgive both", async () => {
  const gateway = guardedGateway(validateJwt('clock-skew="600"'));
  const tried = await gateway.try(bearer({ ...goodClaims, nbf: start - 10, exp: start - 20 }));
  expect(tried).toMatchObject({ status: 401, reason: "JwtInvalid" });
});

describe("audience and issuer", () => {
  const audiences =
    "<audiences><audience>api://other</audience><audience>@(context.Request.Headers.GetValueOrDefault(&quot;x&quot;, &quot; api://things &quot;))</audience></audiences>";

  test("the token must be for one of the audiences", async () => {
    const gateway = guardedGateway(validateJwt("", audiences));
    expect((await gateway.try(bearer())).status).toBe(200);
    expect((await gateway.try(bearer({ ...goodClaims, aud: ["x", "api://other"] }))).status).toBe(200);
    expect(await gateway.try(bearer({ ...goodClaims, aud: "api://thing" }))).toMatchObject({
      status: 401,
      reason: "TokenAudienceNotAllowed",
      message: expect.stringContaining("IDX10214"),
    });
    const { aud: _, ...forNobody } = goodClaims;
    expect((await gateway.try(bearer(forNobody))).reason).toBe("TokenAudienceNotAllowed");
  });

  test("the token must be of one of the issuers", async () => {
    const issuers = "<issuers><issuer>a</issuer><issuer>https://issuer.example/</issuer></issuers>";
    const gateway = guardedGateway(validateJwt("", issuers));
    expect((await gateway.try(bearer())).status).toBe(200);
    expect(await gateway.try(bearer({ ...goodClaims, iss: "https://issuer.example" }))).toMatchObject({
      status: 401,
      reason: "TokenIssuerNotAllowed",
      message: expect.stringContaining("IDX10205"),
    });
    const { iss: _, ...ofNobody } = goodClaims;
    expect((await gateway.try(bearer(ofNobody))).reason).toBe("TokenIssuerNotAllowed");
  });

  test("without lists any audience and any issuer will do", async () => {
    const { aud: _, iss: __, ...bare } = goodClaims;
    expect((await guardedGateway(validateJwt()).try(bearer(bare))).status).toBe(200);
  });
});

describe("required claims", () => {
  const claims = (text: string) => validateJwt("", `<required-claims>${text}</required-claims>`);
  const two = "<value>finance</value><value>logistics</value>";

  test("match all asks for each value, and is the default", async () => {
    for (const match of ['match="all"', ""]) {
      const gateway = guardedGateway(claims(`<claim name="group" ${match}>${two}</claim>`));
      const group = (value: unknown) => gateway.try(bearer({ ...goodClaims, group: value }));
      expect((await group(["logistics", "it", "finance"])).status).toBe(200);
      expect(await group("finance")).toMatchObject({
        status: 401,
        reason: "TokenClaimValueNotAllowed",
        message: "Claim group value of finance is not allowed. Access denied.",
      });
    }
  });

  test("match any is content with one value", async () => {
    const gateway = guardedGateway(claims(`<claim name="group" match="any">${two}</claim>`));
    const group = (value: unknown) => gateway.try(bearer({ ...goodClaims, group: value }));
    expect((await group(["it", "finance"])).status).toBe(200);
    expect((await group("logistics")).status).toBe(200);
    expect((await group(["it", "Finance"])).reason).toBe("TokenClaimValueNotAllowed");
    expect((await group("finance logistics")).reason).toBe("TokenClaimValueNotAllowed");
  });

  test("a separator divides a claim into values", async () => {
    const gateway = guardedGateway(claims(`<claim name="scp" match="all" separator=" ">${two}</claim>`));
    expect((await gateway.try(bearer({ ...goodClaims, scp: "logistics read finance" }))).status).toBe(200);
    expect((await gateway.try(bearer({ ...goodClaims, scp: "logistics read" }))).status).toBe(401);
  });

  test("claims that are missing are named, all of them", async () => {
    const gateway = guardedGateway(
      claims(`<claim name="scp"><value>x</value></claim><claim name="sub" /><claim name="roles" />`),
    );
    expect(await gateway.try(bearer())).toMatchObject({
      status: 401,
      reason: "TokenClaimNotFound",
      message: "JWT token is missing the following claims: scp, roles. Access denied.",
    });
  });

  test("a claim without values only has to be there, and claims are no properties of objects", async () => {
    expect((await guardedGateway(claims('<claim name="sub" />')).try(bearer())).status).toBe(200);
    expect((await guardedGateway(claims('<claim name="constructor" />')).try(bearer())).reason).toBe(
      "TokenClaimNotFound",
    );
  });

  test("numbers and booleans are compared as text, and names and values may be expressions", async () => {
    const gateway = guardedGateway(
      claims(
        `<claim name='@("lev" + "el")'><value>@((1 + 2).ToString())</value></claim><claim name="ok"><value>true</value></claim>`,
      ),
    );
    expect((await gateway.try(bearer({ ...goodClaims, level: 3, ok: true }))).status).toBe(200);
    expect((await gateway.try(bearer({ ...goodClaims, level: 4, ok: true }))).status).toBe(401);
  });
});

describe("the token for other policies", () => {
  test("output-token-variable-name keeps the token as a Jwt", async () => {
    const gateway = guardedGateway(
      `${validateJwt('output-token-variable-name="jwt"')}
      <set-header name="x-group"><value>@(string.Join("+", ((Jwt)context.Variables["jwt"]).Claims["group"]))</value></set-header>
      <set-header name="x-sub"><value>@(((Jwt)context.Variables["jwt"]).Subject)</value></set-header>
      <set-header name="x-aud"><value>@(((Jwt)context.Variables["jwt"]).Audiences.First())</value></set-header>
      <set-header name="x-alg"><value>@(((Jwt)context.Variables["jwt"]).Algorithm)</value></set-header>
      <set-header name="x-exp"><value>@(((Jwt)context.Variables["jwt"]).ExpirationTime?.ToString("s"))</value></set-header>`,
    );
    expect((await gateway.try(bearer({ ...goodClaims, group: ["a", "b"] }))).status).toBe(200);
    const sent = gateway.calls[0]?.headers;
    expect(["x-group", "x-sub", "x-aud", "x-alg", "x-exp"].map((name) => sent?.get(name))).toEqual([
      "a+b",
      "ada",
      "api://things",
      "HS256",
      "2026-01-01T01:00:00",
    ]);
  });

  test("a token that fails sets no variable", async () => {
    const gateway = guardedGateway(validateJwt('output-token-variable-name="jwt"'));
    expect((await gateway.try(bearer({ ...goodClaims, exp: 0 }))).status).toBe(401);
    expect(gateway.variables()?.has("jwt")).toBe(false);
  });
});

describe("a key of a certificate of the service", () => {
  const issued = made("signer", { key: "rsa" });
  const other = made("other", { key: "rsa" });
  const withKey = (id: string, attributes = "") =>
    guardedGateway(
      validateJwt(
        "",
        "",
        `<issuer-signing-keys><key certificate-id="${id}" ${attributes} /></issuer-signing-keys>`,
      ),
      {
        configuration: {
          certificates: [
            stored("Signer", issued, issued.cert),
            stored("other", other, other.cert),
            { id: "vault", thumbprint: "AB", certificate: undefined },
          ],
        },
      },
    );
  const signed = (kid?: string) =>
    `Bearer ${rsaToken(goodClaims, { ...keys.first, privateKey: issued.privateKey }, kid === undefined ? {} : { kid })}`;
  const send = async (gateway: ReturnType<typeof withKey>, kid?: string) =>
    (await gateway.send({ headers: { Authorization: signed(kid) } })).status;

  test("checks the signature, again and again", async () => {
    const gateway = withKey("signer");
    expect([await send(gateway), await send(gateway)]).toEqual([200, 200]);
    expect(await send(withKey("signer", 'id="k"'), "k")).toBe(200);
  });

  test("is not that of another certificate", async () => {
    expect(await send(withKey("other"))).toBe(401);
  });

  test.each(["none", "vault"])("that is not there (%s) fails the policy", async (id) => {
    const gateway = withKey(id);
    expect(await send(gateway)).toBe(500);
    expect(gateway.lastError()?.reason).toBe("CertificateNotAvailable");
  });
});
