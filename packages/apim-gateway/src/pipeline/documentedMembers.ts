/**
 * Members that Microsoft's list of allowed types covers and this gateway does not have, by type. A type of which the list
 * says "All" has what .NET Framework 4.8 gives it. Source: api-management-policy-expressions, "CLR types". The list itself
 * is `csharp/allowList.ts`.
 */
const members: Readonly<Record<string, string>> = {
  Array:
    "AsReadOnly BinarySearch ConstrainedCopy CreateInstance FindLastIndex GetEnumerator GetLongLength GetLowerBound GetUpperBound GetValue Initialize IsFixedSize IsReadOnly IsSynchronized Resize SetValue SyncRoot",
  AsymmetricAlgorithm: "Create LegalKeySizes",
  BitConverter: "DoubleToInt64Bits Int64BitsToDouble",
  Convert: "ChangeType DBNull FromBase64CharArray IsDBNull ToBase64CharArray",
  DateTimeOffset: "EqualsExact FromFileTime ParseExact ToFileTime TryParseExact",
  Dictionary: "Comparer GetEnumerator TrimExcess",
  Encoding:
    "BodyName Clone CodePage Convert DecoderFallback EncoderFallback EncodingName GetCharCount GetChars GetDecoder GetEncoder GetEncodings GetMaxByteCount GetMaxCharCount GetPreamble HeaderName IsAlwaysNormalized IsBrowserDisplay IsBrowserSave IsMailNewsDisplay IsMailNewsSave IsReadOnly IsSingleByte UTF7 WebName WindowsCodePage",
  Enumerable: "ToLookup",
  Exception: "Data GetBaseException HResult HelpLink Source TargetSite",
  Guid: "ParseExact TryParseExact",
  HashAlgorithm:
    "CanReuseTransform CanTransformMultipleBlocks Create Hash Initialize InputBlockSize OutputBlockSize TransformBlock TransformFinalBlock",
  HashSet:
    "Comparer CopyTo CreateSetComparer GetEnumerator IsProperSubsetOf IsProperSupersetOf SymmetricExceptWith TrimExcess TryGetValue",
  IDictionary: "Add",
  IEnumerable: "GetEnumerator",
  IList: "IndexOf Insert RemoveAt",
  IPAddress: "AddressFamily",
  JArray: "CopyTo GetEnumerator IsReadOnly",
  JContainer: "Add AddFirst CreateWriter Merge RemoveAll ReplaceAll",
  JObject: "GetEnumerator",
  JToken:
    "AddAnnotation Annotation Annotations CreateReader EqualityComparer Load ReadFrom RemoveAnnotations WriteTo",
  JValue: "CompareTo CreateComment CreateUndefined",
  List: "AsReadOnly BinarySearch Capacity FindLast GetEnumerator TrimExcess",
  Math: "Acos Asin Atan2 BigMul Cosh DivRem IEEERemainder Sinh Tanh",
  Oid: "FromFriendlyName FromOidValue",
  PublicKey: "EncodedKeyValue EncodedParameters",
  Queue: "CopyTo GetEnumerator TrimExcess",
  RSA: "DecryptValue EncryptValue ExportParameters ImportParameters",
  RSAEncryptionPadding: "Mode OaepHashAlgorithm",
  RSASignaturePadding: "Mode",
  Stack: "CopyTo GetEnumerator TrimExcess",
  StringBuilder: "Capacity Chars CopyTo MaxCapacity",
  StringComparer: "Create",
  StringReader: "Close Null ReadAsync ReadBlock ReadBlockAsync ReadLineAsync ReadToEndAsync Synchronized",
  StringWriter:
    "Close Encoding FlushAsync FormatProvider GetStringBuilder NewLine Null Synchronized WriteAsync WriteLineAsync",
  RegexOptions: "ECMAScript RightToLeft",
  SymmetricAlgorithm: "FeedbackSize LegalBlockSizes LegalKeySizes ValidKeySize",
  TimeSpan: "ParseExact TryParseExact",
  TimeZoneInfo:
    "ClearCachedData CreateCustomTimeZone FromSerializedString GetAdjustmentRules GetAmbiguousTimeOffsets GetSystemTimeZones HasSameRules IsAmbiguousTime SupportsDaylightSavingTime ToSerializedString",
  Uri: "CheckHostName CheckSchemeName Compare DnsSafeHost GetComponents HexEscape HexUnescape HostNameType IsBaseOf IsFile IsHexDigit IsHexEncoding IsLoopback IsUnc IsWellFormedOriginalString MakeRelative MakeRelativeUri SchemeDelimiter UriSchemeFile UriSchemeFtp UriSchemeGopher UriSchemeMailto UriSchemeNetPipe UriSchemeNetTcp UriSchemeNews UriSchemeNntp",
  WebUtility: "UrlDecodeToBytes UrlEncodeToBytes",
  X509Certificate: "CreateFromCertFile CreateFromSignedFile Export GetIssuerName GetName Handle Import Reset",
  X509Certificate2: "Export Extensions GetCertContentType Import Reset",
  XAttribute: "EmptySequence NextAttribute PreviousAttribute",
  XContainer: "CreateWriter",
  XDeclaration: "Standalone",
  XDocument: "DocumentType Save",
  XElement: "AncestorsAndSelf DescendantNodesAndSelf EmptySequence ReplaceAll ReplaceAttributes Save",
  XNode:
    "CompareDocumentOrder CreateReader DocumentOrderComparer EqualityComparer IsAfter IsBefore NodesAfterSelf NodesBeforeSelf ReadFrom WriteTo",
  XObject: "AddAnnotation Annotation Annotations BaseUri RemoveAnnotations",
  XProcessingInstruction: "Data Target",
  bool: "CompareTo",
  char: "CompareTo ConvertFromUtf32 ConvertToUtf32 GetUnicodeCategory IsHighSurrogate IsLowSurrogate IsSurrogatePair TryParse",
  decimal:
    "Add Divide FromOACurrency GetBits Multiply Negate Remainder Subtract ToByte ToDouble ToInt16 ToInt32 ToInt64 ToOACurrency ToSByte ToSingle ToUInt16 ToUInt32 ToUInt64",
  double: "IsNegativeInfinity IsPositiveInfinity",
  float: "IsNegativeInfinity IsPositiveInfinity",
  string: "Chars CopyTo Create GetEnumerator Intern IsInterned IsNormalized",
};

/** The same of overloads: `name/2/3` are those with two or three parameters; under `new`, of constructors. */
const overloads: Readonly<Record<string, string>> = {
  Array: "FindIndex/3/4 IndexOf/3/4 LastIndexOf/3/4 Reverse/3 Sort/3/4",
  Convert: "ToBase64String/2/4",
  Encoding: "GetByteCount/3 GetBytes/3/5 GetEncoding/3 GetString/2",
  Enumerable: "GroupBy/3/4 GroupJoin/5 LongCount/2",
  JToken: "ToObject/1",
  List: "CopyTo/4 FindIndex/3 FindLastIndex/2/3 IndexOf/3 LastIndexOf/2/3 Reverse/2",
  MD5: "Create/1",
  RNGCryptoServiceProvider: "Create/1 GetBytes/3",
  SHA1: "Create/1",
  SHA256: "Create/1",
  SHA384: "Create/1",
  SHA512: "Create/1",
  StringBuilder: "Insert/3/4 Replace/4",
  StringComparer: "GetHashCode/1",
  StringReader: "Read/3",
  StringWriter: "WriteLine/2/3/4",
  Tuple: "Create/6/7/8",
  XDocument: "Load/2",
  XElement: "Load/2",
  XNode: "ElementsAfterSelf/1 ElementsBeforeSelf/1",
  char: "GetNumericValue/2 IsControl/2 IsDigit/2 IsLetter/2 IsLetterOrDigit/2 IsLower/2 IsNumber/2 IsPunctuation/2 IsSeparator/2 IsSurrogate/2 IsSymbol/2 IsUpper/2 IsWhiteSpace/2 ToString/1",
  decimal: "Round/3",
  new: "Dictionary/1 Guid/11/4 Nullable/1 RNGCryptoServiceProvider/1 StringBuilder/4 StringWriter/1/2 Uri/3 XAttribute/1 XDeclaration/1 XProcessingInstruction/1/2 decimal/1/5",
  string:
    "Compare/5/6 CompareOrdinal/5 GetHashCode/1 IndexOfAny/2/3 LastIndexOf/4 LastIndexOfAny/2/3 Normalize/1 Replace/3",
};

/** Names that every number, `bool`, `char` and `string` has. */
const convertible = /^(?:bool|byte|char|decimal|double|float|int|long|sbyte|short|string|uint|ulong|ushort)$/;

/** Whether the documentation allows a member of a type that this gateway does not have. */
export function isDocumentedMember(type: string, name: string): boolean {
  if (convertible.test(type) && name === "GetTypeCode") return true;
  return (members[type] ?? "").split(" ").includes(name);
}

/** Whether the documentation allows an overload that this gateway does not have. @param count of arguments */
export function isDocumentedOverload(type: string, name: string, count: number): boolean {
  return (overloads[type] ?? "").split(" ").some((row) => {
    const [known, ...counts] = row.split("/");
    return known === name && counts.includes(String(count));
  });
}
