import type { Certificate } from "../../certificates/certificate";
import type { Exchange } from "../../pipeline/exchange";
import { PolicyFailure } from "../../pipeline/failure";

/**
 * A certificate of the service.
 *
 * @param use `sign`: to call somebody with, so its private key is needed; `verify`: its public key is enough
 * @throws PolicyFailure where there is none, or its content or private key is not known here
 */
export function storedCertificate(
  exchange: Exchange,
  by: "id" | "thumbprint",
  name: string,
  use: "sign" | "verify" = "sign",
): Certificate {
  const { certificates } = exchange.services;
  const found = by === "id" ? certificates.byId(name) : certificates.byThumbprint(name);
  const called = `with the ${by} '${name}'`;
  if (found === undefined) throw unavailable(exchange, `There is no certificate ${called}.`);
  const { certificate } = found;
  if (certificate === undefined)
    throw unavailable(exchange, `The content of the certificate ${called} is not known here.`);
  if (use === "sign" && certificate.privateKey === undefined)
    throw unavailable(exchange, `The certificate ${called} has no private key.`);
  return certificate;
}

/** There is no certificate that can be used. */
export function unavailable({ services }: Exchange, message: string): PolicyFailure {
  return new PolicyFailure({
    reason: services.settings.certificateFailureReason,
    message,
  });
}
