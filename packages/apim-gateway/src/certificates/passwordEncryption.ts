import type { AlgorithmIdentifier } from "@peculiar/asn1-x509";
import type * as Forge from "node-forge";
import { CertificateError } from "./certificateError";

/** The library has it beside what its types declare. */
interface PasswordCiphers {
  getCipher(oid: string, parameters: Forge.asn1.Asn1, password: string): PasswordCipher;
}
interface PasswordCipher {
  readonly output: Forge.util.ByteStringBuffer;
  update(input: Forge.util.ByteStringBuffer): void;
  finish(): boolean;
}

const forge = () => require("node-forge") as typeof Forge;
const bytesOf = (bytes: ArrayBuffer | Buffer) => Buffer.from(bytes as Buffer).toString("latin1");

/**
 * Rounds that opening one file may take altogether, which is some seconds. Whoever wrote the file says how many there are:
 * tools ask for 2,000 to 100,000 in each of two parts.
 */
const mostRounds = 500_000;

/** Opens what one password protects (PBES2 with AES or triple DES; the older ways of PKCS #12). */
export class PasswordOpener {
  private rounds = 0;

  constructor(private readonly password: string) {}

  /**
   * Adds the rounds of an encryption to those of the file, before anything is computed.
   *
   * @throws CertificateError where there are too many
   */
  count({ parameters }: AlgorithmIdentifier): Forge.asn1.Asn1 {
    const { asn1 } = forge();
    const read = asn1.fromDer(bytesOf(parameters ?? Buffer.alloc(0)));
    const largest = ({ type, value }: Forge.asn1.Asn1): number => {
      if (Array.isArray(value)) return Math.max(0, ...value.map(largest));
      if (type !== asn1.Type.INTEGER) return 0;
      return value.length > 4 ? Number.POSITIVE_INFINITY : asn1.derToInteger(value);
    };
    this.rounds += largest(read);
    if (this.rounds > mostRounds) throw new CertificateError("Its password has too many rounds.");
    return read;
  }

  /** @throws CertificateError */
  open(algorithm: AlgorithmIdentifier, secret: Buffer): Buffer {
    const cipher = this.cipher(algorithm.algorithm, this.count(algorithm));
    cipher.update(forge().util.createBuffer(bytesOf(secret)));
    if (!cipher.finish()) throw new CertificateError("The password is not the right one, or it is damaged.");
    return Buffer.from(cipher.output.getBytes(), "latin1");
  }

  private cipher(oid: string, parameters: Forge.asn1.Asn1): PasswordCipher {
    const { pki } = forge();
    // PKCS #5 takes the bytes of a password, PKCS #12 its characters.
    const password =
      oid === pki.oids.pkcs5PBES2 ? bytesOf(Buffer.from(this.password, "utf8")) : this.password;
    try {
      return (pki as unknown as { readonly pbe: PasswordCiphers }).pbe.getCipher(oid, parameters, password);
    } catch {
      throw new CertificateError(
        "It is encrypted in a way that is not supported here; export it with AES-256.",
      );
    }
  }
}
