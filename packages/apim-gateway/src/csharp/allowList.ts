import type { TypeDefinition } from "./types/csType";

/**
 * Types and members that Microsoft lets policy expressions use: "API Management policy expressions", tables "CLR types" and
 * "Context variable", compared with the analyzer of Microsoft's policy toolkit, which is newer about `Enum`, `Object` and
 * `IPAddress`. Like that analyzer and the service, uses of *members* are judged by the type that declares them; a type that
 * is only named, as in `catch (FormatException)`, is not.
 */
const wholeTypes: Readonly<Record<string, string>> = {
  "Newtonsoft.Json": "Formatting",
  "Newtonsoft.Json.Linq":
    "Extensions JArray JConstructor JContainer JObject JProperty JRaw JToken JTokenType JValue",
  System:
    "Array BitConverter Boolean Byte Char Convert DateTimeOffset Decimal Double Exception Guid Int16 Int32 Int64 Math MidpointRounding Nullable Object Random SByte Single String StringComparer StringComparison StringSplitOptions TimeSpan TimeZone TimeZoneInfo Tuple UInt16 UInt32 UInt64 Uri UriPartial",
  "System.Collections.Generic":
    "Dictionary HashSet ICollection IDictionary IEnumerable IEnumerator IList IReadOnlyCollection IReadOnlyDictionary ISet KeyValuePair List Queue Stack",
  "System.IO": "StringReader StringWriter",
  "System.Linq": "Enumerable",
  "System.Net": "WebUtility",
  "System.Security.Cryptography":
    "AsymmetricAlgorithm CipherMode HMAC HMACMD5 HMACSHA1 HMACSHA256 HMACSHA384 HMACSHA512 HashAlgorithm HashAlgorithmName KeyedHashAlgorithm MD5 Oid PaddingMode RNGCryptoServiceProvider RSA RSAEncryptionPadding RSASignaturePadding SHA1 SHA1Managed SHA256 SHA256Managed SHA384 SHA384Managed SHA512 SHA512Managed SymmetricAlgorithm",
  "System.Security.Cryptography.X509Certificates":
    "PublicKey RSACertificateExtensions X509Certificate X509Certificate2 X509ContentType X509NameType",
  "System.Text": "Encoding StringBuilder",
  "System.Text.RegularExpressions": "RegexOptions",
  "System.Xml": "XmlNodeType",
  "System.Xml.Linq":
    "Extensions XAttribute XCData XComment XContainer XDeclaration XDocument XDocumentType XElement XName XNamespace XNode XNodeDocumentOrderComparer XNodeEqualityComparer XObject XProcessingInstruction XText",
};

/** Types of which some members are listed. `new` is the constructor, `Item` the indexer. */
const someMembers: Readonly<Record<string, string>> = {
  "Newtonsoft.Json.JsonConvert": "SerializeObject DeserializeObject",
  "System.DateTime":
    "new Add AddDays AddHours AddMilliseconds AddMinutes AddMonths AddSeconds AddTicks AddYears Date Day DayOfWeek DayOfYear DaysInMonth Hour IsDaylightSavingTime IsLeapYear MaxValue Millisecond Minute MinValue Month Now Parse Second Subtract Ticks TimeOfDay Today ToString UtcNow Year",
  "System.DateTimeKind": "Utc",
  "System.Enum": "Parse TryParse ToString",
  "System.Net.IPAddress": "AddressFamily Equals GetAddressBytes IsLoopback Parse TryParse ToString",
  "System.Security.Cryptography.X509Certificates.X500DistinguishedName": "Name",
  "System.Text.RegularExpressions.Capture": "Index Length Value",
  "System.Text.RegularExpressions.CaptureCollection": "Count Item",
  "System.Text.RegularExpressions.Group": "Captures Success",
  "System.Text.RegularExpressions.GroupCollection": "Count Item",
  "System.Text.RegularExpressions.Match": "Empty Groups Result",
  "System.Text.RegularExpressions.Regex": "new IsMatch Match Matches Replace Unescape Split",

  "Microsoft.IContext":
    "Api Backend Deployment Elapsed GraphQL LastError Operation Product Request RequestId Response Subscription Timestamp Trace Tracing User Variables Workspace",
  "Microsoft.IApi":
    "Id IsCurrentRevision Name Path Protocols Revision ServiceUrl SubscriptionKeyParameterNames Version",
  "Microsoft.IBackend": "AzureRegion Id Type",
  "Microsoft.IDeployment": "Certificates Gateway GatewayId Region ServiceId ServiceName SustainabilityInfo",
  "Microsoft.ISustainabilityInfo": "CurrentCarbonIntensity",
  "Microsoft.CarbonIntensityCategory": "NotAvailable VeryLow Low Medium High VeryHigh",
  "Microsoft.IGateway": "Id InstanceId IsManaged",
  "Microsoft.IGraphQL": "Arguments Parent",
  "Microsoft.IGroup": "Id Name",
  "Microsoft.ILastError": "Message Path PolicyId Reason Scope Section Source",
  "Microsoft.IMessageBody": "As AsFormUrlEncodedContent",
  "Microsoft.IOperation": "Id Method Name UrlTemplate",
  "Microsoft.IPrivateEndpointConnection": "GroupId MemberName Name",
  "Microsoft.IProduct": "Apis ApprovalRequired Groups Id Name State SubscriptionLimit SubscriptionRequired",
  "Microsoft.ProductState": "NotPublished Published",
  "Microsoft.IRequest":
    "AzureVnetInfo Body Certificate Foundry Headers IpAddress MatchedParameters Method OriginalUrl PrivateEndpointConnection Url",
  "Microsoft.IAzureVnetInfo": "PrivateLinkId SnatVip SubnetId VnetTrafficTag",
  "Microsoft.IFoundryRequest": "Deployment",
  "Microsoft.IResponse": "Body Headers StatusCode StatusReason",
  "Microsoft.ISubscription": "CreatedDate EndDate Id Key Name PrimaryKey SecondaryKey StartDate",
  "Microsoft.ISubscriptionKeyParameterNames": "Header Query",
  "Microsoft.IUrl": "Host Path Port Query QueryString Scheme",
  "Microsoft.IUser": "Email FirstName Groups Id Identities LastName Note RegistrationDate",
  "Microsoft.IUserIdentity": "Id Provider",
  "Microsoft.IWorkspace": "Id Name",
  "Microsoft.Authorization": "AccessToken Claims",
  "Microsoft.BasicAuthCredentials": "Password UserId",
  "Microsoft.Jwt": "Algorithm Audiences Claims ExpirationTime Id IssuedAt Issuer NotBefore Subject Type",
  "Microsoft.DictionaryExtensions": "GetValueOrDefault ToFormUrlEncodedContent ToQueryString",
  "Microsoft.CertificateExtensions": "VerifyNoRevocation",
  "Microsoft.EncryptionExtensions": "Decrypt Encrypt",
  "Microsoft.ExpressionSyntaxExtensions": "AsBasic AsJwt TryParseBasic TryParseJwt",
};

/** Members that are not listed and run all the same, each with its reason. `*` stands for all of a type. */
export const unlistedThatRun: Readonly<Record<string, string>> = {
  "Microsoft.IUrl.ToUri": "29 documents of one production estate use it",
  "Microsoft.IUrl.ToString": "every object has it, and public policies write whole addresses with it",
  // .NET declares these elsewhere than this library does.
  "System.Text.RegularExpressions.Group.Index": "declared by `Capture`, which is listed with it",
  "System.Text.RegularExpressions.Group.Length": "declared by `Capture`, which is listed with it",
  "System.Text.RegularExpressions.Group.Value": "declared by `Capture`, which is listed with it",
  "System.IDisposable.Dispose": "what is disposed of declares it, as `HashAlgorithm` does",
  "System.Security.Cryptography.RandomNumberGenerator.GetBytes": "overridden by `RNGCryptoServiceProvider`",
  "System.Security.Cryptography.RandomNumberGenerator.GetNonZeroBytes":
    "overridden by `RNGCryptoServiceProvider`",
};

/**
 * Types that are not listed, and whose values a listed member gives: nobody showed that they are refused, nor that they
 * are not. They run, with a warning.
 */
export const unlistedResults: Readonly<Record<string, string>> = {
  "System.DayOfWeek": "DateTime.DayOfWeek",
  "System.Linq.IGrouping": "Enumerable.GroupBy",
  "System.Security.Cryptography.ICryptoTransform": "SymmetricAlgorithm.CreateEncryptor",
  "System.Text.RegularExpressions.MatchCollection": "Regex.Matches",
};

/** All members but these. */
const exceptions: Readonly<Record<string, string>> = { "System.Xml.Linq.XDocument": "Load" };

const whole = new Set(
  Object.entries(wholeTypes).flatMap(([space, names]) => names.split(" ").map((name) => `${space}.${name}`)),
);
const some = new Map(
  Object.entries(someMembers).map(([type, names]) => [type, new Set(names.split(" "))] as const),
);

/** How a use of a member stands to the list. `doubtful` names the listed member that gives such values. */
export type Standing =
  | { readonly kind: "listed" }
  | { readonly kind: "refused" }
  | { readonly kind: "doubtful"; readonly givenBy: string };

const listed: Standing = { kind: "listed" };
const refused: Standing = { kind: "refused" };

/** @param name of a member; `new` is the constructor, `this` the indexer. Operators are not judged: nobody names them */
export function standingOf({ fullName }: TypeDefinition, name: string): Standing {
  // A type that an expression makes itself, as with `new { … }`.
  if (name.startsWith("operator ") || fullName.startsWith("<>")) return listed;
  if (`${fullName}.${name}` in unlistedThatRun) return listed;
  if (whole.has(fullName)) return exceptions[fullName] === name ? refused : listed;
  const givenBy = unlistedResults[fullName];
  if (givenBy !== undefined) return { kind: "doubtful", givenBy };
  return some.get(fullName)?.has(name === "this" ? "Item" : name) ? listed : refused;
}
