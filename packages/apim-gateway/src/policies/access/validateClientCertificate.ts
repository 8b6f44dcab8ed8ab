import type { Certificate } from "../../certificates/certificate";
import { hexDigits } from "../../certificates/certificateStore";
import { type NamePart, parseName } from "../../certificates/distinguishedName";
import type { Exchange } from "../../pipeline/exchange";
import { PolicyFailure } from "../../pipeline/failure";
import type { PolicyDefinition } from "../../pipeline/policy";
import type { PolicyCompiler } from "../../pipeline/policyCompiler";
import { findAttribute, type PolicyElement } from "../../xml/policyDocument";
import { type CertificateIdentity, findMismatch } from "./certificateIdentity";

interface Rules {
  readonly revocation: boolean;
  readonly trust: boolean;
  readonly notBefore: boolean;
  readonly notAfter: boolean;
  readonly identities: readonly Identity[];
}

interface Identity extends CertificateIdentity {
  readonly issuerId: string | undefined;
}

/** @see https://learn.microsoft.com/azure/api-management/validate-client-certificate-policy */
export const validateClientCertificate: PolicyDefinition = {
  name: "validate-client-certificate",
  limits:
    "the certificate comes in a header (`clientCertificateHeader`); no list of revocations is asked for",
  compile(element, compiler) {
    const flag = (name: string, fallback: boolean) =>
      compiler.boolean(element, name, fallback).constant ?? fallback;
    const rules: Rules = {
      revocation: flag("validate-revocation", true),
      trust: flag("validate-trust", true),
      notBefore: flag("validate-not-before", true),
      notAfter: flag("validate-not-after", true),
      identities: element.children
        .flatMap(({ children }) => children)
        .map((identity) => readIdentity(identity, compiler)),
    };
    const ignoreError = flag("ignore-error", false);
    return (exchange) => {
      const fault = findFault(rules, exchange);
      exchange.recorder?.note(fault ?? "The client certificate is valid.");
      if (fault !== undefined && !ignoreError) throw failure(exchange, fault);
      return undefined;
    };
  },
};

function readIdentity(element: PolicyElement, compiler: PolicyCompiler): Identity {
  const text = (name: string) => findAttribute(element, name)?.text;
  const digits = (name: string) => {
    const found = text(name);
    return found === undefined ? undefined : hexDigits(found);
  };
  const name = (attribute: string): readonly NamePart[] | undefined => {
    const found = text(attribute);
    const parts = found === undefined ? undefined : parseName(found);
    if (found !== undefined && parts === undefined)
      compiler.report(
        "error",
        "distinguished-name",
        `\`${attribute}\` is not a distinguished name.`,
        element,
      );
    return parts;
  };
  const issuerId = text("issuer-certificate-id");
  const others = ["issuer-subject", "issuer-thumbprint"].filter((each) => text(each) !== undefined);
  if (issuerId !== undefined && others.length > 0)
    compiler.report(
      "error",
      "exclusive-attributes",
      `\`issuer-certificate-id\` stands without \`${others.join("` and `")}\`.`,
      element,
    );
  return {
    thumbprint: digits("thumbprint"),
    serialNumber: digits("serial-number"),
    issuerThumbprint: digits("issuer-thumbprint"),
    commonName: text("common-name"),
    dnsName: text("dns-name"),
    subject: name("subject"),
    issuerSubject: name("issuer-subject"),
    issuerId,
  };
}

/** Why the caller's certificate is not accepted; `undefined`: it is. */
function findFault(rules: Rules, exchange: Exchange): string | undefined {
  const { certificate } = exchange.request;
  if (certificate === null) return "The request has no client certificate.";
  const { certificates } = exchange.services;
  const now = exchange.services.now();
  if (rules.notBefore && now < certificate.notBefore) return "The client certificate is not valid yet.";
  if (rules.notAfter && now > certificate.notAfter) return "The client certificate has expired.";
  if (rules.trust && certificates.chainOf(certificate, now) === undefined)
    return "Nobody that is trusted vouches for the client certificate.";
  if (rules.revocation && !certificates.passesRevocation)
    return "Nobody can tell whether the client certificate is revoked.";
  const mismatches: string[] = [];
  for (const identity of rules.identities) {
    const mismatch = mismatchOf(identity, certificate, exchange, now);
    if (mismatch === undefined) return undefined;
    mismatches.push(mismatch);
  }
  return mismatches.length === 0
    ? undefined
    : `The client certificate is none of the identities: another ${mismatches.join(", another ")}.`;
}

function mismatchOf(
  identity: Identity,
  certificate: Certificate,
  { services }: Exchange,
  now: number,
): string | undefined {
  const { certificates } = services;
  const issuers = () => [
    ...(certificates.chainOf(certificate, now)?.slice(0, 1) ?? []),
    ...certificates.issuersOf(certificate),
  ];
  const mismatch = findMismatch(identity, certificate, issuers);
  if (mismatch !== undefined || identity.issuerId === undefined) return mismatch;
  const issuer = certificates.byId(identity.issuerId)?.certificate;
  return issuer !== undefined && certificate.isIssuedBy(issuer) ? undefined : "issuer";
}

function failure({ services }: Exchange, message: string): PolicyFailure {
  return new PolicyFailure({
    reason: services.settings.clientCertificateFailureReason,
    status: services.settings.clientCertificateFailureStatus,
    message,
  });
}
