import type { Certificate } from "../../certificates/certificate";
import { CertificateError } from "../../certificates/certificateError";
import { readCertificate } from "../../certificates/readCertificate";
import { bufferOf } from "../../csharp/library/bytes";
import type { CsArray } from "../../csharp/runtime/collections";
import type { Value } from "../../csharp/runtime/value";
import type { Exchange } from "../../pipeline/exchange";
import type { PolicyDefinition } from "../../pipeline/policy";
import type { PolicyCompiler } from "../../pipeline/policyCompiler";
import { findAttribute, type PolicyElement } from "../../xml/policyDocument";
import { storedCertificate, unavailable } from "./storedCertificate";

/** @see https://learn.microsoft.com/azure/api-management/authentication-certificate-policy */
export const authenticationCertificate: PolicyDefinition = {
  name: "authentication-certificate",
  limits: "the contents of certificates have to be in the folder; over plain HTTP nobody sees them",
  compile(element, compiler) {
    const find = compileCertificate(element, compiler);
    return (exchange) => {
      const certificate = find(exchange);
      exchange.clientCertificate = certificate;
      exchange.recorder?.note(`The backend is called with the certificate ${certificate.thumbprint}.`);
      return undefined;
    };
  },
};

/** The certificate that an element names, for the request to the backend or that of a `send-request` around it. */
export function compileCertificate(
  element: PolicyElement,
  compiler: PolicyCompiler,
): (exchange: Exchange) => Certificate {
  const id = compiler.optionalText(element, "certificate-id");
  const thumbprint = compiler.optionalText(element, "thumbprint");
  if (id !== undefined) return (exchange) => storedCertificate(exchange, "id", id(exchange));
  if (thumbprint !== undefined)
    return (exchange) => storedCertificate(exchange, "thumbprint", thumbprint(exchange));
  const hasBody = findAttribute(element, "body") !== undefined;
  const body = compiler.value(element, "body");
  const password = compiler.text(element, "password");
  return (exchange) => {
    if (!hasBody) throw unavailable(exchange, "The policy names no certificate.");
    return readBody(exchange, body(exchange), password(exchange));
  };
}

/** A `byte[]`, or its base64. */
function readBody(exchange: Exchange, body: Value, password: string): Certificate {
  try {
    const content = typeof body === "object" && body?.csType === "[]" ? bufferOf(body as CsArray) : body;
    if (typeof content !== "string" && !Buffer.isBuffer(content))
      throw new CertificateError("It is not an array of bytes.");
    const certificate = readCertificate(content, password);
    if (certificate.privateKey === undefined) throw new CertificateError("It has no private key.");
    return certificate;
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    throw unavailable(exchange, `The certificate in \`body\` cannot be used. ${error.message}`);
  }
}
