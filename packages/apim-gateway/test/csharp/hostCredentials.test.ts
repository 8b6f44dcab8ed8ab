import { readBasic } from "../../src/csharp/host/readBasic";
import { readJwt } from "../../src/csharp/host/readJwt";
import { on } from "./hostEvaluating";

const part = (value: unknown) =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
const token = (claims: unknown, header: unknown = { alg: "RS256", typ: "JWT" }, signature = "c2ln") =>
  `${part(header)}.${part(claims)}.${signature}`;

const claims = {
  iss: "https://login.example/t/",
  sub: "Ünïcode 😀",
  aud: ["api://a", "api://b"],
  jti: "id-1",
  exp: 1_763_899_384,
  nbf: 1_763_895_784.9,
  iat: "1763895000",
  roles: ["reader", "writer"],
  groups: [],
  address: { city: "Oslo", zip: ["0150"] },
  mixed: [1, true, null, { a: 1 }],
  admin: true,
  nothing: null,
  big: 0,
};

describe("a token", () => {
  const given = token(claims).replace(
    part(claims),
    part(JSON.stringify(claims).replace('"big":0', '"big":90071992547409931')),
  );
  const on_ = (source: string) => on({}, source, {}, { t: given });
  test.each([
    ["Algorithm", "RS256"],
    ["Type", "JWT"],
    ["Id", "id-1"],
    ["Issuer", "https://login.example/t/"],
    ["Subject", "Ünïcode 😀"],
    ['ExpirationTime.Value.ToString("o")', "2025-11-23T12:03:04.0000000Z"],
    ['NotBefore.Value.ToString("s")', "2025-11-23T11:03:04"],
    ['IssuedAt.Value.ToString("s")', "2025-11-23T10:50:00"],
    ["Audiences.Count()", "2"],
    ['Claims["roles"].Length', "2"],
    ['Claims.GetValueOrDefault("roles")', "reader,writer"],
    ['Claims.GetValueOrDefault("groups", "none")', ""],
    ['Claims.GetValueOrDefault("address")', '{"city":"Oslo","zip":["0150"]}'],
    ['Claims.GetValueOrDefault("mixed")', '1,true,,{"a":1}'],
    ['Claims.GetValueOrDefault("admin")', "true"],
    ['Claims.GetValueOrDefault("nothing", "d")', ""],
    ['Claims.GetValueOrDefault("big")', "90071992547409931"],
    ['Claims.GetValueOrDefault("exp")', "1763899384"],
    ['Claims.GetValueOrDefault("upn", "unknown")', "unknown"],
    ['Claims.ContainsKey("Roles")', "False"],
    ["Claims.Count", Object.keys(claims).length.toString()],
  ])("has %s %s", (member, expected) => {
    expect(on_(`((string)context.Variables["t"]).AsJwt().${member}`)).toBe(expected);
  });

  test("may come with its scheme, and without a signature", () => {
    expect(readJwt(`Bearer ${given}`)?.id).toBe("id-1");
    expect(readJwt(`bearer   ${given} `)?.id).toBe("id-1");
    expect(readJwt(token({ sub: "a" }, { alg: "none" }, ""))?.subject).toBe("a");
  });

  test("may lack everything", () => {
    expect(readJwt(token({}, {}))).toEqual({
      csType: "Jwt",
      id: null,
      issuer: null,
      subject: null,
      audiences: [],
      algorithm: null,
      type: null,
      claims: new Map(),
      expirationTime: null,
      notBefore: null,
      issuedAt: null,
    });
  });

  test("has one audience where `aud` is a text", () => {
    expect(readJwt(token({ aud: "api://a" }))?.audiences).toEqual(["api://a"]);
  });

  test.each([
    [1e300, "9999-12-31T23:59:59"],
    [-1e300, "0001-01-01T00:00:00"],
    ["1e3", "1970-01-01T00:16:40"],
  ])("that expires at %s expires within .NET's time", (exp, expected) => {
    expect(on({}, `"${token({ exp })}".AsJwt().ExpirationTime.Value.ToString("s")`)).toBe(expected);
  });

  test.each([["soon"], [""], [true], [null], [[1]], [{}]])("with the time %j has none", (exp) => {
    expect(readJwt(token({ exp }))?.expirationTime).toBeNull();
  });
});

test.each([
  [null],
  [""],
  ["Bearer"],
  ["a.b"],
  [`${token({})}.x`],
  [`${part({})}.${part([])}.x`],
  [`${part({})}.${part("null")}.x`],
  [`${part({})}.${part("{")}.x`],
  [`${part("'a'")}.${part({})}.x`],
  [`${part({})}..x`],
  [`${part({})}.${part({})}.x=`],
  [`${part({})}.${part({ sub: "a" })}+.x`],
  [`Basic ${token({})}`],
  [`${part({})}.${part("[".repeat(100_000))}.x`],
  [`${part({})}.${part(`${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`)}.x`],
  ["\ud800.\ud800.\ud800"],
])("what is not a token gives nothing (%#)", (text) => {
  expect(readJwt(text)?.claims.get("sub")).toBeUndefined();
});

test.each([
  ['"x".AsJwt() == null', "True"],
  ["((string)null).AsJwt() == null", "True"],
  [
    '"x".AsJwt().Subject',
    "System.NullReferenceException: Object reference not set to an instance of an object.",
  ],
  ['context.Request.Headers.GetValueOrDefault("Authorization").AsJwt()?.Subject', "null"],
  ['"x".AsBasic() == null', "True"],
  ["((string)null).AsBasic()?.UserId", "null"],
])("%s is %s", (source, expected) => {
  expect(on({}, source)).toBe(expected);
});

test("trying to read a token or credentials says whether it worked", () => {
  const tried = (name: string, type: string, text: string, member: string) =>
    on({}, `"${text}".${name}(out ${type} found) ? found.${member} : "no"`);
  expect(tried("TryParseJwt", "Jwt", token({ sub: "ann" }), "Subject")).toBe("ann");
  expect(tried("TryParseJwt", "Jwt", "x.y.z", "Subject")).toBe("no");
  expect(tried("TryParseBasic", "BasicAuthCredentials", "Basic YW5uOnB3", "Password")).toBe("pw");
  expect(tried("TryParseBasic", "BasicAuthCredentials", "Bearer YW5uOnB3", "Password")).toBe("no");
});

const basic = (text: string, encoding: BufferEncoding = "utf8") =>
  `Basic ${Buffer.from(text, encoding).toString("base64")}`;

test.each([
  [basic("ann:pw"), "ann", "pw"],
  [basic("ann:p:w"), "ann", "p:w"],
  [basic(":pw"), "", "pw"],
  [basic("ann:"), "ann", ""],
  [basic("Zoë:ü😀"), "Zoë", "ü😀"],
  [basic("Zoë:ü", "latin1"), "Zoë", "ü"],
  [basic("ann:pw").replace("Basic ", "  basic   "), "ann", "pw"],
])("%s names its user and password", (text, userId, password) => {
  expect(readBasic(text)).toEqual({ csType: "BasicAuthCredentials", userId, password });
});

test.each([
  [null],
  [""],
  ["Basic "],
  ["Basic"],
  ["Digest YW5uOnB3"],
  ["Basic not base64"],
  ["Basic YW5uOnB"],
  ["Basic YW5uOnB3 YW5uOnB3"],
  [basic("no colon")],
  [Buffer.from("ann:pw").toString("base64")],
])("%j is no credentials", (text) => {
  expect(readBasic(text)).toBeNull();
});
