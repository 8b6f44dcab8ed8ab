/** A certificate or a key that cannot be read. The message holds nothing of it. */
export class CertificateError extends Error {
  override readonly name = "CertificateError";
}
