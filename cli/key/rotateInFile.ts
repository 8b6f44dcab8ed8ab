import { diffTopologies } from "../../infra/topology/difference/diffTopologies";
import { parseTopology } from "../../infra/topology/parse";
import { locate } from "../../infra/topology/source/locate";
import type { MappingNode, YamlNode } from "../../infra/topology/source/node";
import { readYaml } from "../../infra/topology/source/read";
import { KeyError, type WhichKey } from "./keyPlace";

/** The file with a higher number for one key, and where that stands. */
export interface Rotated {
  readonly text: string;
  readonly line: number;
  readonly number: number;
}

/**
 * Counts one key of a consumer up in the text of a topology file and leaves every other character as it is.
 *
 * @throws KeyError saying what to write, where the consumer is written in a way that cannot be changed in one place
 */
export function rotateInFile(text: string, file: string, consumer: string, which: WhichKey): Rotated {
  const before = parseTopology(text, file);
  const keys = before.ok ? before.value.consumers.find(({ name }) => name === consumer)?.keys : undefined;
  if (!before.ok || keys === undefined) throw new Error(`${file} has no consumer \`${consumer}\`.`);
  const number = keys[which] + 1;
  const { at, insert, remove } = editOf(text, file, consumer, which, number);
  const changed = text.slice(0, at) + insert + text.slice(at + remove);
  const after = parseTopology(changed, file);
  const wanted = `consumers.${consumer}.keys`;
  const changes = after.ok ? diffTopologies(before.value, after.value) : [];
  const numbers = after.ok ? after.value.consumers.find(({ name }) => name === consumer)?.keys : undefined;
  const isAsked =
    changes.length > 0 && changes.every(({ path }) => path.replace(/[["\]]/g, "").startsWith(wanted));
  if (!isAsked || numbers?.[which] !== number)
    throw new KeyError(
      `The consumer \`${consumer}\` is written in ${file} in a way that cannot be changed in one place (an alias or a merge?). Write \`keys: { ${which}: ${number} }\` yourself.`,
    );
  return {
    text: changed,
    line: changed
      .slice(0, at + insert.length)
      .trimEnd()
      .split("\n").length,
    number,
  };
}

/** One insertion, which may take the place of some characters. */
interface Edit {
  readonly at: number;
  readonly insert: string;
  readonly remove: number;
}

function editOf(text: string, file: string, consumer: string, which: WhichKey, number: number): Edit {
  const mark = text.startsWith("\ufeff") ? 1 : 0;
  const { root } = readYaml(text, file);
  const node = (...path: string[]): YamlNode | undefined =>
    root && locate(root, ["consumers", consumer, ...path]).node;
  const own = node("keys", which);
  if (own?.kind === "scalar")
    return { at: own.offset + mark, insert: `${number}`, remove: own.source.length };
  const keys = node("keys");
  if (keys?.kind === "mapping") return firstEntry(text, keys, mark, `${which}: ${number}`);
  const whole = node();
  if (whole?.kind === "mapping") return firstEntry(text, whole, mark, `keys: { ${which}: ${number} }`);
  throw new Error(`${file} has no consumer \`${consumer}\`.`);
}

/** Before the first entry of a mapping, in its own style: on a line of its own, or in its braces. */
function firstEntry(text: string, mapping: MappingNode, mark: number, entry: string): Edit {
  const first = mapping.entries[0];
  if (text[mapping.offset + mark] === "{" || first === undefined)
    return {
      at: mapping.offset + mark + 1,
      insert: first === undefined ? ` ${entry} ` : ` ${entry},`,
      remove: 0,
    };
  const at = first.keyOffset + mark;
  const indent = at - (text.lastIndexOf("\n", at - 1) + 1);
  return { at, insert: `${entry}${text.includes("\r\n") ? "\r\n" : "\n"}${" ".repeat(indent)}`, remove: 0 };
}
