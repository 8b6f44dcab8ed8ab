import type { Finding } from "../finding";
import { type Block, contains, firstOf, formatBlock, isPrivate, parseBlock } from "../ipv4";
import { error, type Fleet, warning } from "./rule";

/** The callers' addresses are possible, each says something of its own, and the list keeps somebody out. */
export function* allowedIps({ file }: Fleet): Iterable<Finding> {
  const { allowedIps: list = [], existing } = file.gateway;
  const blocks = list.map(parseBlock);
  for (const [index, text] of list.entries()) {
    const place = ["gateway", "allowedIps", index];
    const block = blocks[index];
    if (block === undefined) {
      yield error(
        "ip-address",
        place,
        `\`${text}\` is no IPv4 address or range.`,
        "Write four numbers up to 255, and for a range a prefix up to 32.",
      );
      continue;
    }
    const start = firstOf(block);
    if (start !== block.address) {
      yield error(
        "ip-address",
        place,
        `\`${text}\` does not start where a /${block.prefix} range starts: bits after the prefix are set.`,
        `Write \`${formatBlock({ ...block, address: start })}\` for the range, or \`${text.replace(/\/.*/, "")}\` for the one address.`,
      );
      continue;
    }
    if (block.prefix === 0) {
      yield error(
        "ip-address-all",
        place,
        `\`${text}\` is every address, so the list keeps nobody out.`,
        "Remove the entry, or `allowedIps` where everybody may call.",
      );
      continue;
    }
    const wider = list.find(
      (other, at) => at !== index && other !== text && covers(blocks[at], block, at < index),
    );
    if (wider !== undefined)
      yield warning(
        "ip-address-covered",
        place,
        `\`${text}\` is within \`${wider}\`, which is in the list too.`,
        "Remove one of the two.",
      );
    if (existing === undefined && isPrivate(block))
      yield warning(
        "ip-address-private",
        place,
        `\`${text}\` is private, but callers reach the gateway at its public address and are seen with their own public ones.`,
        "Write the address that your network's calls have on the internet, such as that of its NAT gateway or firewall.",
      );
  }
}

/** Of two spellings of one range the later one is said to be within the other. */
const covers = (outer: Block | undefined, inner: Block, earlier: boolean): boolean =>
  outer !== undefined &&
  outer.prefix > 0 &&
  contains(outer, inner) &&
  (outer.prefix < inner.prefix || earlier);
