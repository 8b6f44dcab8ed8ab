import { number, type SettingRows, text, words } from "./row";

/** Certificates of callers and of the service: how they get here, and what is not documented about them. */
export const certificateSettings = {
  clientCertificateHeader: {
    default: "",
    values: text,
    meaning:
      "header in which whoever ends TLS before this gateway tells a caller's certificate (PEM or base64 of DER, percent-encoded or not), such as `X-ARR-ClientCert`; policies do not see it. Empty: callers have none, and no header is special",
    source: "this gateway has no TLS of its own",
  },
  certificateRevocation: {
    default: "none",
    values: words("none", "unknown"),
    meaning:
      "what is known of revocations, as no list is asked for: nothing is revoked, or nobody can tell, so that such a check fails",
    source: "this gateway asks no lists",
  },
  clientCertificateFailureStatus: {
    default: 403,
    values: number(400, 599),
    meaning: "status of the answer when `validate-client-certificate` fails, unless `on-error` changes it",
    source: "not documented; the samples that check by hand answer 403",
  },
  clientCertificateFailureReason: {
    default: "ClientCertificateInvalid",
    values: text,
    meaning: "`context.LastError.Reason` when `validate-client-certificate` fails",
    source: "not documented",
  },
  certificateFailureReason: {
    default: "CertificateNotAvailable",
    values: text,
    meaning:
      "`context.LastError.Reason` when a policy names a certificate that is not there, or whose content or private key is not known here",
    source: "not documented",
  },
} as const satisfies SettingRows;
