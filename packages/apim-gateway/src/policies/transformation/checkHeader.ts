import { PolicyFailure } from "../../pipeline/failure";

const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** What may not stand in a field value: control characters but the tab, and what a byte cannot hold. */
const forbidden = /[^\t\x20-\x7e\x80-\xff]/;

/** Whether HTTP takes it as the name of a header. */
export const isHeaderName = (name: string): boolean => token.test(name);

/** @throws PolicyFailure for what HTTP does not take as the name of a header */
export function checkHeaderName(name: string): void {
  if (isHeaderName(name)) return;
  throw new PolicyFailure({
    reason: "InvalidHeader",
    message: `${JSON.stringify(name)} is not a valid header name.`,
  });
}

/** Longer values are checked each time. */
const longestRemembered = 4096;

/**
 * `checkHeaderValue` for one place of a policy. The last value that was right is remembered: a token is the same in
 * request after request, and reading a thousand characters is more work than the rest of the policy.
 */
export function headerValueCheck(): (name: string, value: string) => void {
  let last = "";
  return (name, value) => {
    if (value === last) return;
    checkHeaderValue(name, value);
    if (value.length <= longestRemembered) last = value;
  };
}

/**
 * A line break in a value would let whoever gave the value add headers of his own. The value is not shown: it may be
 * secret.
 *
 * @throws PolicyFailure
 */
export function checkHeaderValue(name: string, value: string): void {
  if (!forbidden.test(value)) return;
  throw new PolicyFailure({
    reason: "InvalidHeader",
    message: `The value of header '${name}' has a line break or another character that a header cannot hold.`,
  });
}
