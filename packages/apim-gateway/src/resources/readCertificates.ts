import type { Certificate } from "../certificates/certificate";
import { CertificateError } from "../certificates/certificateError";
import type { StoredCertificate } from "../certificates/certificateStore";
import { readCertificate } from "../certificates/readCertificate";
import type { Authorities } from "../certificates/trust";
import type { ResourceFields } from "./fields";
import type { ResourceIndex } from "./resourceIndex";
import type { Secrets } from "./secrets";

/** The certificates of the service. Azure shows their thumbprints and keeps their contents. */
export function readCertificates(index: ResourceIndex, secrets: Secrets): readonly StoredCertificate[] {
  return index.json("certificates").map((resource): StoredCertificate => {
    const { properties } = resource;
    const id = resource.names[0] as string;
    const told = properties.text("thumbprint");
    const data = properties.text("data") ?? secrets.find(resource, "data");
    if (data === undefined) {
      const message = `The content of \`${id}\` is not known here: no policy can use it. Put it into \`secrets.json\`.`;
      properties.warn(undefined, message, "no-certificate");
      return { id, thumbprint: told, certificate: undefined };
    }
    const password = properties.text("password") ?? secrets.find(resource, "password");
    const certificate = read(properties, "data", data, password);
    return { id, thumbprint: certificate?.thumbprint ?? told, certificate };
  });
}

/** The authorities that were uploaded to the service: `properties.certificates` of its resource. */
export function readAuthorities(index: ResourceIndex): Authorities {
  const authorities = { roots: [] as Certificate[], intermediates: [] as Certificate[] };
  for (const fields of index.json("")[0]?.properties.objects("certificates") ?? []) {
    const store = fields.word("storeName", ["CertificateAuthority", "Root"]);
    const encoded = fields.text("encodedCertificate");
    if (encoded === undefined) {
      const message = "The content of this authority is not known here: nobody is trusted because of it.";
      fields.warn(undefined, message, "no-certificate");
      continue;
    }
    const certificate = read(fields, "encodedCertificate", encoded, fields.text("certificatePassword"));
    if (certificate === undefined) continue;
    (store === "Root" ? authorities.roots : authorities.intermediates).push(certificate);
  }
  return authorities;
}

function read(
  fields: ResourceFields,
  field: string,
  content: string,
  password: string | undefined,
): Certificate | undefined {
  try {
    return readCertificate(content, password);
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    return fields.fault(field, `The certificate cannot be read. ${error.message}`, "certificate");
  }
}
