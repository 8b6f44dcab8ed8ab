import { readBackends } from "../../src/backends/readBackends";

const read = (credentials: unknown) =>
  readBackends([{ name: "a", properties: { url: "https://a.example", protocol: "http", credentials } }]);

test("credentials are read with the identity that no published schema has", () => {
  const { backends, problems } = read({
    header: { "api-key": ["k"] },
    query: { code: ["c", "d"] },
    authorization: { scheme: "Bearer", parameter: "t" },
    managedIdentity: { resource: "api://x", clientId: "c" },
  });
  expect(problems).toEqual([]);
  expect(backends.get("a")).toMatchObject({
    credentials: {
      headers: [["api-key", ["k"]]],
      query: [["code", ["c", "d"]]],
      authorization: "Bearer t",
      managedIdentity: { resource: "api://x", clientId: "c" },
    },
  });
});

test.each([[undefined], [null]])("%p: no credentials", (credentials) => {
  expect(read(credentials).backends.get("a")).toMatchObject({ credentials: undefined });
});

test("empty ones ask for nothing, and an empty client id is the system's identity", () => {
  const { backends } = read({ header: {}, query: {}, managedIdentity: { resource: "r", clientId: "" } });
  expect(backends.get("a")).toMatchObject({
    credentials: {
      headers: [],
      query: [],
      authorization: undefined,
      managedIdentity: { resource: "r", clientId: undefined },
    },
  });
});

test.each([
  ["s3cret", ["credentials: must be an object"]],
  [
    { header: ["s3cret"], query: "s3cret" },
    ["credentials.header: must be an object", "credentials.query: must be an object"],
  ],
  [{ header: { "api-key": "s3cret" } }, ["credentials.header.api-key: must be a list of texts"]],
  [{ header: { "a b": ["s3cret"] } }, ["credentials.header: has a name that no header can have"]],
  [
    { certificate: "s3cret", managedIdentity: "s3cret" },
    ["credentials.certificate: must be a list", "credentials.managedIdentity: must be an object"],
  ],
  [{ certificateIds: [""] }, ["credentials.certificateIds: must be a list of texts that are not empty"]],
  [
    { certificate: Array(33).fill("AB") },
    ["credentials.certificate: has 33 certificates; at most 32 are accepted"],
  ],
  [{ query: { code: [1] } }, ["credentials.query.code: must be a list of texts"]],
  [{ query: { "": ["1"] } }, ["credentials.query: has a name that no query can have"]],
  [
    { authorization: { scheme: "", parameter: { s3cret: 1 } } },
    [
      "credentials.authorization.scheme: must be a text that is not empty",
      "credentials.authorization.parameter: must be a text that is not empty",
    ],
  ],
  [
    { managedIdentity: { clientId: "c" } },
    ["credentials.managedIdentity.resource: is required: whom the token is for"],
  ],
  [
    { managedIdentity: { resource: "r".repeat(301), clientId: "c" } },
    ["credentials.managedIdentity.resource: has more than 300 characters"],
  ],
])("%j is refused without a secret in the message", (credentials, expected) => {
  const { problems, backends } = read(credentials);
  const texts = problems.map(({ path, message }) => `${path.replace("properties.", "")}: ${message}`);
  for (const [index, text] of expected.entries()) expect(texts[index]).toContain(text);
  expect(texts).toHaveLength(expected.length);
  expect(texts.join()).not.toContain("s3cret");
  expect(backends.size).toBe(0);
});
