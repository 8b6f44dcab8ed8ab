import { rootCertificates } from "node:tls";
import { Certificate } from "../../src/certificates/certificate";
import { readCertificate } from "../../src/certificates/readCertificate";
import { findChain } from "../../src/certificates/trust";
import { type Issued, issue, type Wanted } from "./issue";

const now = Date.UTC(2026, 0, 1);
const year = 365 * 86_400_000;
const made = (name: string, more: Partial<Wanted> = {}) =>
  issue({ name: [["CN", name]], from: now - year, to: now + year, ...more });
const read = (...issued: readonly Issued[]) => issued.map(({ der }) => readCertificate(der));

const root = made("root", { isAuthority: true });
const middle = made("middle", { isAuthority: true, by: root });
const leaf = made("leaf", { by: middle });

function chain(of: Issued | string, roots: Issued[], intermediates: Issued[] = []): string[] | undefined {
  const certificate = readCertificate(typeof of === "string" ? of : of.der);
  const found = findChain(certificate, { roots: read(...roots), intermediates: read(...intermediates) }, now);
  return found?.map(({ subject }) => subject);
}

test("a chain goes by signatures up to a root, through what is known or what came with the certificate", () => {
  expect(chain(leaf, [root], [middle])).toEqual(["CN=middle", "CN=root"]);
  expect(chain(leaf.cert + middle.cert, [root])).toEqual(["CN=middle", "CN=root"]);
  expect(chain(middle, [root])).toEqual(["CN=root"]);
  expect(chain(root, [root])).toEqual([]);
});

test("what everybody trusts is trusted", () => {
  const present = rootCertificates.map((pem) => readCertificate(pem)).find(({ x509 }) => x509.ca);
  expect(chain(present?.x509.toString() as string, [])).toEqual([]);
});

test.each<[string, Issued, Issued[], Issued[]]>([
  ["nobody vouches for it", leaf, [], [middle]],
  ["a link is missing", leaf, [root], []],
  ["only an intermediate is known", leaf, [], [middle, root]],
  ["it vouches for itself", made("self"), [root], []],
  [
    "its issuer only has the name of a root",
    made("x", { by: made("root", { isAuthority: true }) }),
    [root],
    [],
  ],
  ["its issuer is no authority", made("x", { by: leaf }), [root], [middle, leaf]],
])("there is no chain where %s", (_, of, roots, intermediates) => {
  expect(chain(of, roots, intermediates)).toBeUndefined();
});

test("an issuer that has expired, or is not valid yet, vouches for nobody", () => {
  for (const dates of [{ to: now - 1000 }, { from: now + 1000 }]) {
    const late = made("late", { isAuthority: true, ...dates });
    expect(chain(made("x", { by: late }), [late])).toBeUndefined();
  }
});

test("authorities that vouch for each other lead nowhere, and soon", () => {
  const a = made("a", { isAuthority: true });
  const b = made("b", { isAuthority: true, by: a });
  const crossed = issue({ ...a.wanted, by: b });
  expect(chain(made("x", { by: b }), [], [b, crossed, a])).toBeUndefined();
});

test("however many authorities vouch for each other, each is tried once", () => {
  const first = made("a", { isAuthority: true });
  // The same name and key: each is the issuer of all.
  const many = Array.from({ length: 12 }, () => issue({ ...first.wanted, keysOf: first }));
  const [, ...others] = read(first, ...many);
  const asked = jest.spyOn(Certificate.prototype, "isIssuedBy");
  const shown = readCertificate([made("x", { by: first }), first, ...many].map(({ cert }) => cert).join(""));
  expect(findChain(shown, { roots: [], intermediates: others }, now)).toBeUndefined();
  const issuers = 2 * many.length + 1 + rootCertificates.length;
  expect(asked.mock.calls.length).toBeLessThanOrEqual((issuers + 1) * (2 * many.length + 2));
  asked.mockRestore();
});
