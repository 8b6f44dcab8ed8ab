import { number, type SettingRows, words } from "./row";

export const outgoingSettings = {
  noResponseStatus: {
    default: 500,
    values: number(400, 599),
    meaning: "status of the answer when a backend gave none, unless `on-error` changes it",
    source: "bug reports show 500; the reference names the reason only",
  },
  noResponseShown: {
    default: "error",
    values: words("null", "kept", "error"),
    meaning:
      "`context.Response` after an attempt without an answer: an error with `noResponseStatus`, as `on-error` sees it; null; or that of the attempt before",
    source:
      "the one published trace of the service (openai-apim-lb #25) shows a condition go on that needs a status of 500 or more; a Microsoft sample says null",
  },
  backendCredentials: {
    default: "replace",
    values: words("replace", "keep"),
    meaning:
      "a header, query parameter or certificate that a request has and the backend's credentials have too: the backend's replaces it, or it stays",
    source: "not documented",
  },
  backendAuthorization: {
    default: "managed-identity",
    values: words("managed-identity", "authorization"),
    meaning: "which one is sent by a backend whose credentials have both",
    source: "not documented; the portal's form has both",
  },
  unavailableErrorReason: {
    default: "BackendConnectionFailure",
    values: words("BackendConnectionFailure", "BackendPoolUnavailable"),
    meaning:
      "`context.LastError.Reason` when no backend may be called and `unavailableAs` is `error`; `context.Response` has the 503 either way",
    source: "not documented; the list of reasons has none of its own for an empty pool or an open breaker",
  },
  unbufferedResend: {
    default: "empty",
    values: words("empty", "again"),
    meaning: "a second `forward-request` of a body that was not buffered sends nothing, or the body again",
    source: "public issue: a retry sends no body unless the request is buffered",
  },
  requestUrlAfterForward: {
    default: "member",
    values: words("member", "unchanged"),
    meaning: "host of `context.Request.Url` after `forward-request`: that of the member chosen, or as before",
    source: "a published Microsoft sample reads the member from there; not documented",
  },
  responseBufferBytes: {
    default: 8192,
    values: number(1, 1_048_576),
    meaning: "with `buffer-response`, chunks of a streamed response are gathered up to this size",
    source: "forward-request-policy: 8 KB, or the end of the stream",
  },
  bodyLogging: {
    default: "buffers",
    values: words("buffers", "streams"),
    meaning:
      "a diagnostic that logs bytes of response bodies: each response is held back until it is complete, or streams all the same",
    source: "how-to-server-sent-events: logging bodies can make the gateway buffer",
  },
  sendRequestErrorVariable: {
    default: "null",
    values: words("null", "unset"),
    meaning: "the response variable of a `send-request` that failed with `ignore-error`: null, or not set",
    source: "send-request-policy: the variable is null",
  },
} as const satisfies SettingRows;
