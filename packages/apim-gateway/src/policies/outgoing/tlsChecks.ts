import type { Certificate } from "../../certificates/certificate";
import type { BackendRequest } from "../../ports/transport";

const checked = { validateCertificateChain: true, validateCertificateName: true };

/** How a call checks the server's certificate, as a backend's properties say, and which one it shows. */
export function tlsChecks(
  properties: Readonly<Record<string, unknown>> | undefined,
  clientCertificate: Certificate | undefined,
): BackendRequest["tls"] {
  const tls = properties?.tls as Partial<typeof checked> | undefined;
  const checksAll = tls?.validateCertificateChain !== false && tls?.validateCertificateName !== false;
  return checksAll && clientCertificate === undefined ? checked : { ...checked, ...tls, clientCertificate };
}
