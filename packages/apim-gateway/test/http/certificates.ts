import { type Issued, issue } from "../certificates/issue";

/** PEM. */
export type Identity = Pick<Issued, "cert" | "key">;

const day = 86_400_000;
const dates = (days: number) => ({ from: Date.now() - 2 * day, to: Date.now() + days * day });

/** An authority of a test, made anew each time. */
export function authority(): Issued {
  return issue({ name: [["CN", "test authority"]], isAuthority: true, ...dates(1) });
}

/** A certificate for a DNS name. @param days until it expires; may be negative */
export function certificateFor(dnsName: string, by: Issued, days = 1): Issued {
  return issue({ name: [["CN", dnsName]], dnsNames: [dnsName], by, ...dates(days) });
}

/** A certificate that nobody vouches for. */
export function selfSigned(dnsName: string): Issued {
  return issue({ name: [["CN", dnsName]], dnsNames: [dnsName], ...dates(1) });
}
