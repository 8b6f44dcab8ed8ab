/** Headers whose values let somebody in. */
const secretHeaders = /^(?:(?:proxy-)?authorization|cookie)$|key|token|secret|password|signature/i;

/** A header's value for messages and traces: nothing of it where the header carries a credential. */
export function shownHeader(name: string, value: string): string {
  return secretHeaders.test(name) ? "***" : value;
}
