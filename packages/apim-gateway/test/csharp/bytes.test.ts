import { evaluated } from "./evaluating";

const hash = (name: string, text: string) =>
  evaluated(
    `BitConverter.ToString(${name}.ComputeHash(Encoding.UTF8.GetBytes("${text}"))).Replace("-", "").ToLower()`,
  );

// RFC 1321 and FIPS 180.
test.each([
  ["MD5", "", "d41d8cd98f00b204e9800998ecf8427e"],
  ["MD5", "abc", "900150983cd24fb0d6963f7d28e17f72"],
  ["MD5", "message digest", "f96b697d7cb7938d525a2f31aaf161d0"],
  ["SHA1", "abc", "a9993e364706816aba3e25717850c26c9cd0d89d"],
  ["SHA256", "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
  ["SHA256", "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
  [
    "SHA384",
    "abc",
    "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
  ],
  [
    "SHA512",
    "abc",
    "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
  ],
])("%s of `%s` is the published one", (name, text, expected) => {
  expect(hash(`${name}.Create()`, text)).toBe(expected);
  expect(hash(`new ${name}${name === "MD5" ? "CryptoServiceProvider" : "Managed"}()`, text)).toBe(expected);
});

// RFC 2202 and RFC 4231, test case 2.
test.each([
  ["HMACMD5", "750c783e6ab0b503eaa86e310a5db738"],
  ["HMACSHA1", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"],
  ["HMACSHA256", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"],
  [
    "HMACSHA384",
    "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649",
  ],
  [
    "HMACSHA512",
    "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
  ],
])("%s with the key `Jefe` is the published one", (name, expected) => {
  expect(hash(`new ${name}(Encoding.UTF8.GetBytes("Jefe"))`, "what do ya want for nothing?")).toBe(expected);
});

// NIST SP 800-38A, F.2.1: its first block; the padding adds a second one.
test("AES chains blocks as published, and gives back what it was given", () => {
  const setup =
    'Func<string, byte[]> hex = t => Enumerable.Range(0, t.Length / 2).Select(i => Convert.ToByte(t.Substring(i * 2, 2), 16)).ToArray(); var key = hex("2b7e151628aed2a6abf7158809cf4f3c"); var iv = hex("000102030405060708090a0b0c0d0e0f"); var input = hex("6bc1bee22e409f96e93d7e117393172a");';
  expect(evaluated(`${setup} return BitConverter.ToString(input.Encrypt("Aes", key, iv), 0, 16);`)).toBe(
    "76-49-AB-AC-81-19-B2-46-CE-E9-8E-9B-12-E9-19-7D",
  );
  expect(
    evaluated(`${setup} return input.Encrypt("Aes", key, iv).Decrypt("Aes", key, iv).SequenceEqual(input);`),
  ).toBe("True");
  expect(evaluated(`${setup} return input.Decrypt("Aes", key, iv);`)).toBe(
    "System.Security.Cryptography.CryptographicException: Padding is invalid and cannot be removed.",
  );
  expect(evaluated(`${setup} return input.Encrypt("Aes", iv.Take(5).ToArray(), iv);`)).toBe(
    "System.Security.Cryptography.CryptographicException: Specified key is not a valid size for this algorithm.",
  );
  expect(evaluated(`${setup} return input.Encrypt("Blowfish", key, iv);`)).toContain("NotSupportedException");
});

test("bytes of a random generator come from what the evaluation was given", () => {
  const bytes =
    "var b = new byte[3]; using (var r = new RNGCryptoServiceProvider()) { r.GetBytes(b); } return BitConverter.ToString(b);";
  expect(evaluated(bytes)).toBe("40-40-40");
});

// What Mono draws for the same seeds.
test.each([
  ["new Random(42).Next()", "1434747710"],
  ["new Random(0).Next()", "1559595546"],
  ["new Random(12345).Next(1000)", "66"],
  ["new Random(-7).Next(100)", "38"],
  ["new Random(1).Next(-1)", "System.ArgumentOutOfRangeException: 'maxValue' must be greater than zero."],
  [
    "new Random(1).Next(5, 4)",
    "System.ArgumentOutOfRangeException: 'minValue' cannot be greater than maxValue.",
  ],
])("%s is %s, as in .NET", (source, expected) => {
  expect(evaluated(source)).toBe(expected);
});

test.each([
  ['Guid.Parse("{00010203-0405-0607-0809-0a0b0c0d0e0f}")', "00010203-0405-0607-0809-0a0b0c0d0e0f"],
  ['new Guid("000102030405060708090A0B0C0D0E0F").ToString("B")', "{00010203-0405-0607-0809-0a0b0c0d0e0f}"],
  ['new Guid("000102030405060708090a0b0c0d0e0f").ToString("P")', "(00010203-0405-0607-0809-0a0b0c0d0e0f)"],
  [
    'new Guid("000102030405060708090a0b0c0d0e0f").ToString("X")',
    "{0x00010203,0x0405,0x0607,{0x08,0x09,0x0a,0x0b,0x0c,0x0d,0x0e,0x0f}}",
  ],
  [
    'BitConverter.ToString(new Guid("00010203-0405-0607-0809-0a0b0c0d0e0f").ToByteArray())',
    "03-02-01-00-05-04-07-06-08-09-0A-0B-0C-0D-0E-0F",
  ],
  ["Guid.NewGuid()", "40404040-4040-4040-8040-404040404040"],
  [
    'Guid.Empty.ToString("Q")',
    'System.FormatException: Format String can be only "D", "d", "N", "n", "P", "p", "B", "b", "X" or "x".',
  ],
  [
    'Guid.Parse("00010203-04050607-0809-0a0b0c0d0e0f")',
    "System.FormatException: Guid should contain 32 digits with 4 dashes (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx).",
  ],
  [
    "new Guid(new byte[] { 1 })",
    "System.ArgumentException: Byte array for GUID must be exactly 16 bytes long.",
  ],
])("%s gives %s", (source, expected) => {
  expect(evaluated(source)).toBe(expected);
});

test.each([
  ['Convert.ToBase64String(Encoding.UTF8.GetBytes("hé"))', "aMOp"],
  ['Encoding.UTF8.GetString(Convert.FromBase64String(" aM\\nOp "))', "hé"],
  [
    'Convert.FromBase64String("abc")',
    "System.FormatException: Invalid length for a Base-64 char array or string.",
  ],
  ['BitConverter.ToString(Encoding.BigEndianUnicode.GetBytes("é"))', "00-E9"],
  ['BitConverter.ToString(Encoding.ASCII.GetBytes("é"))', "3F"],
  ["BitConverter.ToString(BitConverter.GetBytes(258))", "02-01-00-00"],
  ["BitConverter.ToInt64(new byte[] { 1, 0, 0, 0, 0, 0, 0, 128 }, 0)", "-9223372036854775807"],
  [
    "BitConverter.ToInt32(new byte[] { 1, 2 }, 0)",
    "System.ArgumentException: Destination array is not long enough to copy all the items in the collection.",
  ],
  ['WebUtility.HtmlDecode("&eacute;&lt;&#233;&#xe9;&hellip;&bogus;")', "é<éé…&bogus;"],
  ['WebUtility.UrlDecode("a+b%2Bc%C3%A9%zz")', "a b+cé%zz"],
  [
    'BitConverter.ToString(IPAddress.Parse("2001:db8::1").GetAddressBytes())',
    "20-01-0D-B8-00-00-00-00-00-00-00-00-00-00-00-01",
  ],
  ['IPAddress.Parse("300.1.1.1")', "System.FormatException: An invalid IP address was specified."],
])("%s is %s", (source, expected) => {
  expect(evaluated(source)).toBe(expected);
});
