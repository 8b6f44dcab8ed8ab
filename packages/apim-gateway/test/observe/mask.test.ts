import fc from "fast-check";
import { knownSecrets } from "../../src/observe/knownSecrets";
import { createMask } from "../../src/observe/mask";
import { policyGateway } from "../policies/policyGateway";

const TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhcHAifQ.c2lnbmF0dXJl";

test.each([
  ["a bearer token", "Authorization was Bearer abcdef0123, sent", "Authorization was Bearer ***, sent"],
  ["a token on its own", `token=(${TOKEN})`, "token=***"],
  ["a token inside a sentence", `The token ${TOKEN} is old.`, "The token *** is old."],
  ["basic credentials", '"Basic YXBwOnBhc3N3b3Jk"', '"Basic ***"'],
  ["a signature in a URL", "https://x/y?sv=1&sig=a%2Fb%3D&se=2", "https://x/y?sv=1&sig=***&se=2"],
  ["a function's key", "https://x/y?code=abc==#part", "https://x/y?code=***#part"],
  ["a key that is empty of letters", "https://x/y?key=1", "https://x/y?key=***"],
  ["a subscription key in a query", "/y?subscription-key=q&a=b", "/y?subscription-key=***&a=b"],
  ["a dump of headers", "Host: x\napi-key: a b c\nAccept: y", "Host: x\napi-key: ***\nAccept: y"],
  ["a header of API Management", "Ocp-Apim-Subscription-Key: 12", "Ocp-Apim-Subscription-Key: ***"],
  ["any header that says secret", "x-my-secret-part: 12", "x-my-secret-part: ***"],
  ["JSON", '{"api-key":"a\\"b","n":1}', '{"api-key":"***","n":1}'],
  [
    "JSON in JSON",
    '"{\\"client_secret\\":\\"a\\",\\"n\\":1}"',
    '"{\\"client_secret\\":\\"***\\",\\"n\\":1}"',
  ],
  ["JSON that is cut", '{"authorization": "Bearer ab', '{"authorization": "***'],
  [
    "a private key",
    "(-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----)",
    "(-----BEGIN RSA PRIVATE KEY-----***-----END RSA PRIVATE KEY-----)",
  ],
  ["a private key that is cut", "-----BEGIN PRIVATE KEY----- MIIB", "-----BEGIN PRIVATE KEY-----***"],
  ["a private key in XML", `<P>${"Ab+/".repeat(9)}</P><D>${"Cd".repeat(20)}`, "<P>***</P><D>***"],
  ["a form", "client_secret=abc&grant_type=x", "client_secret=***&grant_type=x"],
  [
    "a connection string",
    "Endpoint=sb://x/;SharedAccessKey=abc=;Path=q",
    "Endpoint=sb://x/;SharedAccessKey=***",
  ],
])("%s is masked", (_, text, masked) => {
  expect(createMask().text(text)).toBe(masked);
});

test.each([
  "Basic credentials are in the Authorization header.",
  "prompt_tokens: 12, max_tokens=100",
  "counter-key: team-a",
  "https://x/openai/deployments/gpt/chat/completions?api-version=2024-10-21",
  "one of 2 with priority 1, weight 3",
  "some-long-host-name.privatelink-something.azure-api.net",
  "status code=200",
  "<p>Three words here, no key</p>",
  "<Q>short</Q>",
])("%s stays as it is", (text) => {
  expect(createMask().text(text)).toBe(text);
});

test("a known secret is masked wherever it stands, in each spelling", () => {
  const mask = createMask(['p"ss/w rd']);
  expect(mask.text('it is p"ss/w rd.')).toBe("it is ***.");
  const json = JSON.stringify({ a: 'p"ss/w rd' });
  expect(mask.text(json)).toBe('{"a":"***"}');
  expect(mask.text(JSON.stringify({ b: json }))).toBe(JSON.stringify({ b: '{"a":"***"}' }));
  expect(mask.text("https://x/p%22ss%2Fw%20rd/y")).toBe("https://x/***/y");
  expect(mask.text("https://x/p%22ss/w%20rd/y")).toBe("https://x/***/y");
});

test("secrets that overlap are masked together", () => {
  expect(createMask(["abcdefgh", "fghijklm"]).text("<abcdefghijklm>")).toBe("<***>");
});

test("a secret at the end of a value that is shown cut is masked as far as it is shown", () => {
  const mask = createMask(["0123456789abcdef"]);
  expect(mask.text('"x 01234567… (900 characters)"')).toBe('"x ***… (900 characters)"');
  expect(mask.text('"x 012… (900 characters)"')).toBe('"x 012… (900 characters)"');
});

test("a tiny secret is masked only where a name gives it away", () => {
  const mask = createMask(["abc"]);
  expect(mask.text("the alphabet: abc")).toBe("the alphabet: abc");
  expect(mask.value("api-key", "abc")).toBe("***");
});

test("the names that an API gives to its keys are learnt", () => {
  const gateway = policyGateway({ api: { keyNames: { header: "X-Pass", query: "pass" } } });
  const mask = createMask();
  expect(mask.text("X-Pass: abc")).toBe("X-Pass: abc");
  mask.learn(gateway.gateway().configuration);
  expect(mask.text("X-Pass: abc")).toBe("X-Pass: ***");
  expect(mask.text("/?pass=abc&x=1")).toBe("/?pass=***&x=1");
});

test("secrets of the configuration before stay masked, as its requests may still run; older ones are forgotten", () => {
  const with_ = (value: string) =>
    policyGateway({ namedValues: { n: { value, secret: true } } }).gateway().configuration;
  const mask = createMask(["given-one"]);
  mask.learn(with_("first-secret"));
  mask.learn(with_("second-secret"));
  expect(mask.text("first-secret second-secret given-one")).toBe("*** *** ***");
  mask.learn(with_("third-secret"));
  expect(mask.text("first-secret second-secret given-one")).toBe("first-secret *** ***");
});

test("secret named values, keys, and credentials of backends and loggers are known; plain values are not", () => {
  const { configuration } = policyGateway({
    namedValues: { s: { value: "named-secret", secret: true }, p: "plain-value" },
    backends: [
      {
        name: "b",
        properties: {
          url: "https://b.example",
          protocol: "http",
          credentials: {
            header: { "x-key": ["of-header", "{{s}}"] },
            query: { code: ["of-query"] },
            authorization: { scheme: "Bearer", parameter: "of-authorization" },
          },
        },
      },
    ],
    loggers: { hub: { properties: { credentials: { connectionString: "of-logger" } } } },
    configuration: {
      subscriptions: [
        {
          id: "app",
          displayName: "App",
          state: "active",
          scope: { kind: "all" },
          primaryKey: "first-key",
          secondaryKey: undefined,
          allowTracing: false,
          user: undefined,
        },
      ],
    },
  }).gateway();
  const { secrets } = knownSecrets(configuration);
  expect(new Set(secrets)).toEqual(
    new Set(["named-secret", "first-key", "", "of-header", "of-query", "of-authorization", "of-logger"]),
  );
});

test("no secret is left in any text, and nothing else is taken away", () => {
  const secret = fc.string({ minLength: 6, maxLength: 40, unit: "grapheme" });
  fc.assert(
    fc.property(fc.array(secret, { minLength: 1, maxLength: 5 }), fc.array(fc.string()), (secrets, parts) => {
      const text = parts.map((part, index) => part + (secrets[index % secrets.length] as string)).join("");
      const masked = createMask(secrets).text(text);
      for (const each of secrets.filter(({ length }) => length >= 6)) expect(masked).not.toContain(each);
    }),
  );
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z ]{0,80}$/), (text) => {
      expect(createMask(["0123456789"]).text(text)).toBe(text);
    }),
  );
});

test("long texts without a space are read in one go", () => {
  const mask = createMask(["secret-value"]);
  expect(mask.text("a".repeat(300_000))).toBe("a".repeat(300_000));
  expect(mask.text("%41".repeat(100_000))).toBe("%41".repeat(100_000));
  expect(mask.text("secret".repeat(50_000))).toBe("secret".repeat(50_000));
  expect(mask.text(`${'api-key:"'.repeat(30_000)}secret-value`)).not.toContain("secret-value");
});
