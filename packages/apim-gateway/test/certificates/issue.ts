import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

/** DER: tag, length, content. */
function der(tag: number, ...contents: Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...contents: Uint8Array[]) => der(0x30, ...contents);
const object = (hex: string) => der(0x06, Buffer.from(hex, "hex"));
const bits = (content: Uint8Array) => der(0x03, Buffer.from([0]), content);
const extension = (id: string, value: Uint8Array) => sequence(object(id), der(0x04, value));

/** Parts of a name by their object identifiers in hexadecimal digits. */
const nameTypes = {
  CN: "550403",
  C: "550406",
  L: "550407",
  ST: "550408",
  O: "55040a",
  OU: "55040b",
  UID: "0992268993f22c640101",
} as const;
export type NameText = readonly (readonly [keyof typeof nameTypes, string])[];

const nameOf = (parts: NameText) =>
  sequence(
    ...parts.map(([type, value]) =>
      der(0x31, sequence(object(nameTypes[type]), der(0x0c, Buffer.from(value)))),
    ),
  );
const time = (milliseconds: number) =>
  der(
    0x18,
    Buffer.from(
      `${new Date(milliseconds)
        .toISOString()
        .replace(/[-:T]|\.\d+/g, "")
        .slice(0, 14)}Z`,
    ),
  );

const signers = {
  ec: {
    id: sequence(object("2a8648ce3d040302")),
    make: () => generateKeyPairSync("ec", { namedCurve: "prime256v1" }),
  },
  rsa: {
    id: sequence(object("2a864886f70d01010b"), der(0x05)),
    make: () => generateKeyPairSync("rsa", { modulusLength: 2048 }),
  },
} as const;

export interface Wanted {
  readonly name: NameText;
  /** @default itself */
  readonly by?: Issued;
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  /** @default false */
  readonly isAuthority?: boolean;
  readonly dnsNames?: readonly string[];
  readonly mail?: string;
  readonly uri?: string;
  /** @default "ec", which is quick to make */
  readonly key?: keyof typeof signers;
  /** Whose keys it has. @default keys of its own */
  readonly keysOf?: Issued;
  /** Hexadecimal digits. @default by chance */
  readonly serial?: string;
}

export interface Issued {
  readonly wanted: Wanted;
  /** PEM. */
  readonly cert: string;
  readonly key: string;
  readonly der: Buffer;
  readonly privateKey: KeyObject;
}

/** Makes a certificate of a test. */
export function issue(wanted: Wanted): Issued {
  const { name, by, from, to, isAuthority = false, dnsNames = [], key = "ec" } = wanted;
  const privateKey = wanted.keysOf?.privateKey ?? signers[key].make().privateKey;
  const publicKey = createPublicKey(privateKey);
  const signer = signers[by?.wanted.key ?? (by === undefined ? key : "ec")];
  const alternatives = [
    ...dnsNames.map((each) => der(0x82, Buffer.from(each))),
    ...(wanted.mail === undefined ? [] : [der(0x81, Buffer.from(wanted.mail))]),
    ...(wanted.uri === undefined ? [] : [der(0x86, Buffer.from(wanted.uri))]),
  ];
  const extensions = [
    ...(isAuthority ? [extension("551d13", sequence(der(0x01, Buffer.from([0xff]))))] : []),
    ...(alternatives.length > 0 ? [extension("551d11", sequence(...alternatives))] : []),
  ];
  const serial = wanted.serial
    ? Buffer.from(wanted.serial, "hex")
    : Buffer.concat([Buffer.from([1]), randomBytes(7)]);
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    signer.id,
    nameOf(by?.wanted.name ?? name),
    sequence(time(from), time(to)),
    nameOf(name),
    publicKey.export({ type: "spki", format: "der" }),
    ...(extensions.length > 0 ? [der(0xa3, sequence(...extensions))] : []),
  );
  const whole = sequence(body, signer.id, bits(sign("sha256", body, by?.privateKey ?? privateKey)));
  const lines = whole
    .toString("base64")
    .match(/.{1,64}/g)
    ?.join("\n");
  return {
    wanted,
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: "pkcs8", format: "pem" }) as string,
    der: whole,
    privateKey,
  };
}
