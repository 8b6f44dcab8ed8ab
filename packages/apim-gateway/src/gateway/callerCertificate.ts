import type { Certificate } from "../certificates/certificate";
import { CertificateError } from "../certificates/certificateError";
import type { CertificateStore } from "../certificates/certificateStore";
import type { Headers } from "../messages/headers";
import type { FailureDetail } from "../pipeline/failure";

/**
 * Takes the caller's certificate out of the header in which it came, which policies and backends then do not see.
 *
 * @returns why the request is refused: what is in the header is no certificate
 */
export function takeCallerCertificate(
  request: { readonly headers: Headers; certificate: Certificate | null },
  header: string,
  store: CertificateStore,
): FailureDetail | undefined {
  const [text, another] = request.headers.values(header) ?? [];
  if (text === undefined) return undefined;
  request.headers.delete(header);
  if (text.trim() === "" && another === undefined) return undefined;
  try {
    // Whoever ends TLS may have added its header to one that the caller had sent.
    if (another !== undefined) throw new CertificateError("The header is there more than once.");
    request.certificate = store.ofCaller(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    const message = `The client certificate in the header ${header} cannot be read. ${error.message}`;
    return { source: "configuration", reason: "ClientCertificateUnreadable", status: 400, message };
  }
}
