import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

/** DER: tag, length, content. */
function der(tag: number, ...contents: Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...contents: Uint8Array[]) => der(0x30, ...contents);
const object = (hex: string) => der(0x06, Buffer.from(hex, "hex"));
const text = (value: string) => der(0x0c, Buffer.from(value));
const bits = (content: Uint8Array) => der(0x03, Buffer.from([0]), content);

const ecdsaWithSha256 = sequence(object("2a8648ce3d040302"));
const commonName = (value: string) => sequence(der(0x31, sequence(object("550403"), text(value))));
const time = (date: Date) =>
  der(
    0x18,
    Buffer.from(
      `${date
        .toISOString()
        .replace(/[-:T]|\.\d+/g, "")
        .slice(0, 14)}Z`,
    ),
  );

export interface Identity {
  /** PEM. */
  readonly cert: string;
  readonly key: string;
}

interface Authority extends Identity {
  readonly name: string;
  readonly privateKey: KeyObject;
}

function issue(name: string, extensions: Uint8Array[], by?: Authority, days = 1): Authority {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const now = Date.now();
  const certificate = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(7)])),
    ecdsaWithSha256,
    commonName(by?.name ?? name),
    sequence(time(new Date(now - 2 * 86_400_000)), time(new Date(now + days * 86_400_000))),
    commonName(name),
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(...extensions)),
  );
  const signature = sign("sha256", certificate, by?.privateKey ?? privateKey);
  const whole = sequence(certificate, ecdsaWithSha256, bits(signature)).toString("base64");
  return {
    name,
    privateKey,
    cert: `-----BEGIN CERTIFICATE-----\n${whole.match(/.{1,64}/g)?.join("\n")}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: "pkcs8", format: "pem" }) as string,
  };
}

const extension = (id: string, value: Uint8Array) => sequence(object(id), der(0x04, value));

/** An authority of a test, made anew each time. */
export function authority(): Authority {
  return issue("test authority", [extension("551d13", sequence(der(0x01, Buffer.from([0xff]))))]);
}

/** A certificate for a DNS name. @param days until it expires; may be negative */
export function certificateFor(dnsName: string, by: Authority, days = 1): Identity {
  return issue(dnsName, [extension("551d11", sequence(der(0x82, Buffer.from(dnsName))))], by, days);
}

/** A certificate that nobody vouches for. */
export function selfSigned(dnsName: string): Identity {
  return issue(dnsName, [extension("551d11", sequence(der(0x82, Buffer.from(dnsName))))]);
}
