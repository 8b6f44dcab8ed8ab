import { TransportFailure } from "../ports/transport";

/** What the codes of sockets, of name resolution and of TLS mean. */
const meanings: Readonly<Record<string, string>> = {
  ECONNREFUSED: "the connection was refused",
  ECONNRESET: "the connection was reset",
  EPIPE: "the connection was closed",
  UND_ERR_SOCKET: "the connection was closed",
  UND_ERR_CONNECT_TIMEOUT: "no connection in time",
  ETIMEDOUT: "no connection in time",
  ENOTFOUND: "the host is not known",
  EAI_AGAIN: "the host could not be looked up",
  EHOSTUNREACH: "the host cannot be reached",
  ENETUNREACH: "the network cannot be reached",
  ERR_TLS_CERT_ALTNAME_INVALID: "the certificate is for another host",
  CERT_HAS_EXPIRED: "the certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "the certificate is self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "the certificate chain is self-signed",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "the certificate's issuer is not known",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "the certificate's issuer is not known",
  UND_ERR_INVALID_ARG: "the request cannot be sent as it is",
  UND_ERR_CLOSED: "the transport is closed",
  UND_ERR_DESTROYED: "the transport is closed",
  UND_ERR_HEADERS_OVERFLOW: "the headers of the response are too large",
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "the body of the response is not as long as its Content-Length says",
  UND_ERR_REQ_CONTENT_LENGTH_MISMATCH: "the body of the request is not as long as its Content-Length says",
};

/** The code of an error, also of one that stands for several addresses tried. */
export function errorCode(error: unknown): string {
  const { code, errors } = error as { code?: unknown; errors?: readonly { code?: unknown }[] };
  const found = code ?? errors?.[0]?.code;
  return typeof found === "string" ? found : "";
}

/**
 * A failure in words. Names the origin only: path and query may hold keys.
 *
 * @param origin as the caller of the transport knows it
 */
export function connectionFailure(origin: string, error: unknown): TransportFailure {
  const code = errorCode(error);
  const notHttp = (error as Error).name === "HTTPParserError" ? "the response is not HTTP/1.1" : undefined;
  const meaning = meanings[code] ?? notHttp ?? "the call could not be made";
  const text = code === "" ? meaning : `${meaning} (${code})`;
  return new TransportFailure("connection", `${origin}: ${text}`);
}
