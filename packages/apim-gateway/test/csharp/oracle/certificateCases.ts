import type { OracleCase } from "./mono";

/** A certificate and its key, made with OpenSSL for this comparison alone. */
const certificate =
  "MIIDTTCCAjWgAwIBAgIUB/sSoqH601VYRBEBdMgzQC1Gfc8wDQYJKoZIhvcNAQELBQAwNTELMAkGA1UEBhMCU0UxEDAOBgNVBAoMB0NvbnRvc2" +
  "8xFDASBgNVBAMMC3BmeC5leGFtcGxlMCAXDTI2MTEyMzA2NTYwMloYDzIxMjYxMDMwMDY1NjAyWjA1MQswCQYDVQQGEwJTRTEQMA4GA1UECgwH" +
  "Q29udG9zbzEUMBIGA1UEAwwLcGZ4LmV4YW1wbGUwggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAwggEKAoIBAQCzsw/CX+1u58k0Ff79A5VewMaJTP" +
  "fnM9DYKimYagE0kK/ib92Ijtl4ADG/k+/R0RND5wxGOKj0zPDalt6SIamGFCc14MLaZaZYnqDrp/1JS7Ghd2AnpdaH6tCtz5DgdN1fIrDZE1+V" +
  "7+B3EIkRj3dziufuQg/GnXwmAvWyH1GEVJayu+y9hRcmcQ2nmFBDoUKwDiFh3zfm9gZMzP+k84tE6cb/j0DWaKR3/KLPVsHYL3ORkc2vFCtLgt" +
  "j8eq2jclHmzjtNnH26W4Feiilhb12KSGKT/vKcOubpOpyJjN32l8G86gcD+qPwQ6Uz0McRIc4RB3z8GHubWY8lNF3Jae+HAgMBAAGjUzBRMB0G" +
  "A1UdDgQWBBSFbMJjRAajjXreeEigExjCTR7FaDAfBgNVHSMEGDAWgBSFbMJjRAajjXreeEigExjCTR7FaDAPBgNVHRMBAf8EBTADAQH/MA0GCS" +
  "qGSIb3DQEBCwUAA4IBAQAtaoFOF6xbR8QgJMyFS/zhRqPPXwH+tfwSmx6hf22cjbCpVZdHFY2aaNF7/CoOABtUSNxiojPSpCFqDI3eDnz7ntFu" +
  "UtBwmdgfELL70aguZjY5qCAV6kgV00Vram4O1nhNpHI30Tcdowf637u3r4fNyzhJmxU1VNqVuVvPM8fp5bd2y12MaIaIjVd4I58Hiav9iIqpRN" +
  "P8MhQfMRPaMhkybz0V80w0916KB8l6cm9R6XS13ujfCMJTRyNnkhmaAJiVyrvkQ2oopDil/9nOfH0q+fXBs8+ehIRL5nG8KOdZVlzAzGfUPzRN" +
  "uHHHC086okzFDD7Y1+y10/ImaOC63qlN";
const keyXml =
  "<RSAKeyValue><Modulus>s7MPwl/tbufJNBX+/QOVXsDGiUz35zPQ2CopmGoBNJCv4m/diI7ZeAAxv5Pv0dETQ+cMRjio9Mzw2pbekiGphhQn" +
  "NeDC2mWmWJ6g66f9SUuxoXdgJ6XWh+rQrc+Q4HTdXyKw2RNfle/gdxCJEY93c4rn7kIPxp18JgL1sh9RhFSWsrvsvYUXJnENp5hQQ6FCsA4hYd" +
  "835vYGTMz/pPOLROnG/49A1mikd/yiz1bB2C9zkZHNrxQrS4LY/Hqto3JR5s47TZx9uluBXoopYW9dikhik/7ynDrm6TqciYzd9pfBvOoHA/qj" +
  "8EOlM9DHESHOEQd8/Bh7m1mPJTRdyWnvhw==</Modulus><Exponent>AQAB</Exponent><P>8qX2PoPRS/xH344i1g7nacRST5QXsDs9IWPn" +
  "qEOK+9KaE8SFVjUdcnTsoIkyT7xCiZwsxvf6eC79dJzN9i0BCWcN3RZOaIG99mX98lo3wF3XMhubKLyH2Yq7+nCesfyntIuLdmN3Ae6Br6KbE8" +
  "OhtEfgoEQIkLaQQoBm65/bub8=</P><Q>vZZgw+uBDBPnFhSGaNKE8ifItAkbvKSXdZuMETy2bT+wb1WUd1uF3mDOrCT8hgJgQM6tEyl8QBpkA" +
  "r005PBiIsorLI2PSVMPaMGyGXvMP6oeM7nOeeRsfQLuzjD9Xufah57K6Rm1c5VDnISQQfnNkzgX4Q2yMCEA7z5jGz8fbDk=</Q><DP>S1lL+Se" +
  "304+4xev+V1hzdf2Xzcxf+sK6febnJfIrc313iRHqkdWWmldCr6tK60W7p73Ojc6tgaqd3BthPcPF4aSVwoTNvlgjpCMR07M+QschLxcxfFnnG" +
  "Z+iNefI795UOZVnrlC+wOPOc7rbyyxhx3jWgQ3/VujKLUxwKVUPx0M=</DP><DQ>XnlbSwZGTlB0rUoZGI8fdNRibWTEj6KtXwveJpDMj3BXaY" +
  "OJ8liHQyOWma3ssJLqiCD1mkDoC8Ga6MqEWzl2jcOU9CSurGlZmmg7afuI8ojBeCE1RQSRE1Ks0c8T04FSIpb8omAPTcOp54sfn+Dtklk3fQyo" +
  "KNepcY7zMBaqf/E=</DQ><InverseQ>ApUJLaYetWhVPUUi5PQOCNU4TGIGiqCt6zk3N4mVNQWJELS8E8qlh9xMLO7C91PdmnBUYgRlNJ3M6Jm" +
  "DLxyvIMCIP+fk/BL+xAo7pVmdiiyxJV/AkJEB0eWco/Psk2TsYFA80a2Q39zUAOEhYlR/AigRC0OAJe5lLtebGCpps08=</InverseQ><D>OEk" +
  "UXRYt6QiZ2YIwQbDPJwQry5K7rYPp3ONr7uz5Hq1ZIgxW7/CKhk9NRcwBGI+rwJ+MlSwnI7JTmKwb39rCXhhO5c3WSpD/Rw+8qMOQDtayNziMe" +
  "i60IRN4NJDouJ1yP1u+1+d9D5o4jSK1RDZTPHIcTmELzvLCEaforFep8VAEFr5qM38qoj6mhlkZcVDPnT23q8QBjmS3F5uoYFMZahC/tA4TQp3" +
  "Zod9kKnN2PNR1oQaKN2fDP74T9k8gtlPlRFiMWzZDaE4aQmMUUPiaq/jxaIKdMD/8dGl6/tHKceki0vQDy7ImEV6L5u2lLwmio6n1QvojxzIpq" +
  "ywQuFJmOQ==</D></RSAKeyValue>";

const sources = `
$.Subject|$.Issuer|$.Thumbprint|$.SerialNumber|$.GetSerialNumberString()|$.GetSerialNumber()[0]|$.Version|$.GetCertHashString()|$.GetCertHash().Length
$.SubjectName.Name|$.IssuerName.Name|$.SignatureAlgorithm.Value|$.GetKeyAlgorithm()|$.GetKeyAlgorithmParametersString()|$.GetPublicKeyString()|$.RawData.Length
$.HasPrivateKey|$.GetFormat()|$.GetNameInfo(X509NameType.SimpleName,false)|$.GetNameInfo(X509NameType.SimpleName,true)|$.PublicKey.Oid.Value|$.PublicKey.Key.KeySize|$.Equals($)
$.NotBefore.ToUniversalTime().ToString("o")|$.NotAfter.ToUniversalTime().Year
#rsa.KeySize#|#rsa.ToXmlString(false)#|#rsa.ToXmlString(true)#
#Convert.ToBase64String(rsa.SignData(data,HashAlgorithmName.SHA256,RSASignaturePadding.Pkcs1))#|#Convert.ToBase64String(rsa.SignData(data,HashAlgorithmName.SHA1,RSASignaturePadding.Pkcs1))#|#Convert.ToBase64String(rsa.SignData(data,HashAlgorithmName.SHA512,RSASignaturePadding.Pkcs1))#
#Convert.ToBase64String(rsa.SignData(data,1,2,HashAlgorithmName.SHA256,RSASignaturePadding.Pkcs1))#|#rsa.VerifyData(data,new byte[256],HashAlgorithmName.SHA256,RSASignaturePadding.Pkcs1)#
#rsa.VerifyData(data,rsa.SignData(data,HashAlgorithmName.SHA256,RSASignaturePadding.Pkcs1),HashAlgorithmName.SHA256,RSASignaturePadding.Pkcs1)#
#Encoding.UTF8.GetString(rsa.Decrypt(rsa.Encrypt(data,RSAEncryptionPadding.Pkcs1),RSAEncryptionPadding.Pkcs1))#|#Encoding.UTF8.GetString(rsa.Decrypt(rsa.Encrypt(data,RSAEncryptionPadding.OaepSHA1),RSAEncryptionPadding.OaepSHA1))#
HashAlgorithmName.SHA256.Name|HashAlgorithmName.SHA256==new HashAlgorithmName("SHA256")|HashAlgorithmName.SHA256.ToString()|HashAlgorithmName.MD5!=HashAlgorithmName.SHA1|default(HashAlgorithmName).Name|RSASignaturePadding.Pkcs1.ToString()|RSAEncryptionPadding.OaepSHA256.ToString()|new Oid("1.2.840.113549.1.1.11").Value
`;

/** `$` is the certificate, `#…#` a body with the key as `rsa` and some bytes as `data`. */
export function certificateCases(): readonly OracleCase[] {
  const made = `new X509Certificate2(Convert.FromBase64String("${certificate}"))`;
  const key = `RSA rsa = RSA.Create(); rsa.FromXmlString("${keyXml}"); byte[] data = Encoding.UTF8.GetBytes("data");`;
  return sources
    .split(/[\n|]/)
    .filter((source) => source !== "")
    .map((source) =>
      source.startsWith("#")
        ? { source: `{ ${key} return ${source.slice(1, -1)}; }`, isBody: true, context: 0 }
        : { source: source.replaceAll("$", made), isBody: false, context: 0 },
    );
}
