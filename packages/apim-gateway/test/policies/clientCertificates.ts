import { readCertificate } from "../../src/certificates/readCertificate";
import { type Issued, issue, type Wanted } from "../certificates/issue";
import { type PolicyGatewayOptions, policyGateway } from "./policyGateway";

/** Where a gateway under test starts. */
export const now = Date.UTC(2026, 0, 1);
const year = 365 * 86_400_000;

/** A certificate that is valid for a year before and after. */
export const made = (name: string, more: Partial<Wanted> = {}): Issued =>
  issue({ name: [["CN", name]], from: now - year, to: now + year, ...more });

export const header = "X-ARR-ClientCert";
export const inHeader = ({ der }: Issued) => ({ [header]: der.toString("base64") });

/** A certificate of the service as its folder has it. */
export const stored = (id: string, { cert, key }: Issued, content = cert + key) => {
  const certificate = readCertificate(content);
  return { id, thumbprint: certificate.thumbprint, certificate };
};

/** A gateway whose callers show certificates, with the authorities that it trusts. */
export function certificateGateway(options: PolicyGatewayOptions, roots: readonly Issued[] = []) {
  return policyGateway({
    onError:
      '<base /><set-header name="x-reason"><value>@(context.LastError.Reason)</value></set-header><set-header name="x-message"><value>@(context.LastError.Message)</value></set-header>',
    backend: "<forward-request />",
    ...options,
    settings: { clientCertificateHeader: header, ...options.settings },
    configuration: {
      authorities: { roots: roots.map(({ der }) => readCertificate(der)), intermediates: [] },
      ...options.configuration,
    },
  });
}
