import { number, type SettingRows, type ValuesOf, words } from "./row";

/** What is not documented about how API Management's gateway speaks to backends. */
export const httpSettings = {
  staleConnection: {
    default: "resend-safe",
    values: words("resend", "resend-safe", "fail"),
    meaning:
      "a kept-alive connection broke before a byte of the response: send again once on another one (`resend`: whatever " +
      "can be sent twice; `resend-safe`: only what has no body, or a method that may be repeated), or fail",
    source: "not documented; .NET's client sends again what has no body",
  },
  redirectLimit: {
    default: 50,
    values: number(1, 100),
    meaning: "redirects that `follow-redirects` follows; the one after them is the response",
    source: "not documented for the gateway; the default of .NET's client",
  },
  redirectCredentials: {
    default: "same-origin",
    values: words("same-origin", "never", "always"),
    meaning:
      "to which redirects the headers go that hold credentials, those of the backend among them, and the client certificate",
    source: "not documented; .NET's client drops `Authorization` always and other headers never",
  },
} as const satisfies SettingRows;

export type HttpSettings = ValuesOf<typeof httpSettings>;
