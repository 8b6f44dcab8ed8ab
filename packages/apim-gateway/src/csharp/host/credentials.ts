import { arrayOfValues } from "../runtime/collections";
import { CsDateTime } from "../runtime/time";
import type { Value } from "../runtime/value";
import { defineType } from "../types/table";
import type { HostAuthorization, HostBasicCredentials, HostJwt } from "./data";
import { listsOfMap, variablesOf } from "./dictionary";
import { readBasic } from "./readBasic";
import { readJwt } from "./readJwt";

const time = (milliseconds: number | null): Value =>
  milliseconds === null ? null : CsDateTime.fromUnix(milliseconds);

defineType("class", "Microsoft.Jwt", {
  "string Id": (self: HostJwt) => self.id,
  "string Issuer": (self: HostJwt) => self.issuer,
  "string Subject": (self: HostJwt) => self.subject,
  "string Algorithm": (self: HostJwt) => self.algorithm,
  "string Type": (self: HostJwt) => self.type,
  "IEnumerable<string> Audiences": (self: HostJwt) => arrayOfValues("string", [...self.audiences]),
  "IReadOnlyDictionary<string, string[]> Claims": (self: HostJwt) => listsOfMap(self.claims),
  "DateTime? ExpirationTime": (self: HostJwt) => time(self.expirationTime),
  "DateTime? NotBefore": (self: HostJwt) => time(self.notBefore),
  "DateTime? IssuedAt": (self: HostJwt) => time(self.issuedAt ?? null),
});

defineType("class", "Microsoft.BasicAuthCredentials", {
  "string UserId": (self: HostBasicCredentials) => self.userId,
  "string Password": (self: HostBasicCredentials) => self.password,
});

/** What `get-authorization-context` leaves in a variable. */
defineType("class", "Microsoft.Authorization", {
  "string AccessToken": (self: HostAuthorization) => self.accessToken,
  "IReadOnlyDictionary<string, object> Claims": (self: HostAuthorization) => variablesOf(self.claims),
});

const out = (found: Value) => ({ csType: "out", result: found !== null, out: found });

defineType("static", "Microsoft.ExpressionSyntaxExtensions", {
  "ext Jwt AsJwt(string input)": (text: string | null) => readJwt(text),
  "ext bool TryParseJwt(string input, out Jwt result)": (text: string | null) => out(readJwt(text)),
  "ext BasicAuthCredentials AsBasic(string input)": (text: string | null) => readBasic(text),
  "ext bool TryParseBasic(string input, out BasicAuthCredentials result)": (text: string | null) =>
    out(readBasic(text)),
});
