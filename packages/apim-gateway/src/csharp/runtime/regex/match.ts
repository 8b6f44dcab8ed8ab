import { LimitExceeded, type Machine } from "../machine";
import { type CharTest, isWordUnit, tabled } from "./charSet";
import { firstUnit, startsAtStart } from "./firstUnit";
import { type ParsedRegex, parseRegex, type RegexNode, type RegexOptions } from "./parse";

interface State {
  readonly text: string;
  /** Start and end of each group, -1 while it has none. */
  readonly starts: number[];
  readonly ends: number[];
  readonly machine: Machine;
  depth: number;
}

/** From a position to the end of the match, or -1. What follows is part of it. */
type Matcher = (state: State, at: number) => number;

/** Beyond this the host's own stack would end. */
const deepest = 2000;

export interface FoundMatch {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/**
 * A backtracking matcher with .NET's semantics (leftmost, first alternative first). Every step counts against the
 * evaluation's limit, so that no pattern can hang the gateway; JavaScript's own engine could.
 */
export class CompiledRegex {
  private readonly matcher: Matcher;
  private readonly parsed: ParsedRegex;
  private readonly first: CharTest | undefined;
  private readonly onlyAtStart: boolean;

  constructor(pattern: string, options: RegexOptions) {
    this.parsed = parseRegex(pattern, options);
    this.matcher = compile(this.parsed.root, (_, at) => at, this.parsed.names, options.ignoreCase);
    const first = firstUnit(this.parsed.root);
    this.first = first && tabled(first);
    this.onlyAtStart = startsAtStart(this.parsed.root);
  }

  get names(): readonly string[] {
    return this.parsed.names;
  }

  /** The first match at or after `from`. @throws LimitExceeded */
  find(text: string, from: number, machine: Machine): FoundMatch | undefined {
    const size = this.names.length;
    const { first } = this;
    const last = this.onlyAtStart ? 0 : text.length;
    let state: State | undefined;
    for (let start = from; start <= last; start++) {
      if (first !== undefined && (start >= text.length || !first(text.charCodeAt(start)))) continue;
      // A place where nothing matches leaves the groups as they were.
      state ??= {
        text,
        starts: new Array<number>(size).fill(-1),
        ends: new Array<number>(size).fill(-1),
        machine,
        depth: 0,
      };
      const end = this.matcher(state, start);
      if (end < 0) continue;
      state.starts[0] = start;
      state.ends[0] = end;
      return state;
    }
    return undefined;
  }
}

function guarded(matcher: Matcher): Matcher {
  return (state, at) => {
    state.machine.regexStep();
    if (++state.depth > deepest) throw new LimitExceeded("regexSteps");
    const end = matcher(state, at);
    state.depth--;
    return end;
  };
}

function compile(node: RegexNode, next: Matcher, names: readonly string[], ignoreCase: boolean): Matcher {
  const inner = (body: RegexNode, after: Matcher) => compile(body, after, names, ignoreCase);
  switch (node.kind) {
    case "char": {
      const test = tabled(node.test);
      return guarded((state, at) =>
        at < state.text.length && test(state.text.charCodeAt(at)) ? next(state, at + 1) : -1,
      );
    }
    case "sequence":
      return node.parts.reduceRight((after, part) => inner(part, after), next);
    case "either": {
      const options = node.options.map((option) => inner(option, next));
      return guarded((state, at) => {
        for (const option of options) {
          const end = option(state, at);
          if (end >= 0) return end;
        }
        return -1;
      });
    }
    case "group": {
      const { index } = node;
      if (index === undefined) return inner(node.body, next);
      // The start is put aside until the group ends, so that a failed round leaves the last one standing.
      const pending: number[] = [];
      const close: Matcher = (state, at) => {
        const [start, end] = [state.starts[index] as number, state.ends[index] as number];
        const opened = pending.pop() as number;
        state.starts[index] = opened;
        state.ends[index] = at;
        const found = next(state, at);
        if (found >= 0) return found;
        state.starts[index] = start;
        state.ends[index] = end;
        pending.push(opened);
        return -1;
      };
      const body = inner(node.body, close);
      return (state, at) => {
        pending.push(at);
        const { length } = pending;
        try {
          const found = body(state, at);
          if (found < 0) pending.length = length - 1;
          return found;
        } catch (error) {
          pending.length = 0;
          throw error;
        }
      };
    }
    case "repeat":
      return node.body.kind === "char"
        ? repeatChar(node, tabled(node.body.test), next)
        : repeat(node, next, inner);
    case "look": {
      const { negative, behind } = node;
      if (behind) return lookBehind(node, next, inner);
      const body = inner(node.body, (_, at) => at);
      return (state, at) => (body(state, at) >= 0 !== negative ? next(state, at) : -1);
    }
    case "atomic": {
      const body = inner(node.body, (_, at) => at);
      return (state, at) => {
        const end = body(state, at);
        return end < 0 ? -1 : next(state, end);
      };
    }
    case "back":
      return (state, at) => {
        const index = names.indexOf(node.name);
        const start = state.starts[index] ?? -1;
        if (start < 0) return -1;
        const text = state.text.slice(start, state.ends[index]);
        const here = state.text.substr(at, text.length);
        const same = ignoreCase ? here.toLowerCase() === text.toLowerCase() : here === text;
        return same ? next(state, at + text.length) : -1;
      };
    case "anchor": {
      const { anchor } = node;
      return (state, at) => (holds(anchor, state.text, at) ? next(state, at) : -1);
    }
  }
}

function lookBehind(
  node: RegexNode & { readonly kind: "look" },
  next: Matcher,
  inner: (body: RegexNode, after: Matcher) => Matcher,
): Matcher {
  let goal = 0;
  const body = inner(node.body, (_, end) => (end === goal ? end : -1));
  return (state, at) => {
    let found = false;
    for (let start = at; start >= 0 && !found; start--) {
      state.machine.regexStep();
      goal = at;
      found = body(state, start) >= 0;
    }
    return found !== node.negative ? next(state, at) : -1;
  };
}

/** A run of one kind of character needs no stack. */
function repeatChar(
  node: RegexNode & { readonly kind: "repeat" },
  test: (code: number) => boolean,
  next: Matcher,
): Matcher {
  const { least, most, greedy } = node;
  return guarded((state, at) => {
    const { text, machine } = state;
    const limit = Math.min(most, text.length - at);
    let count = 0;
    const wanted = greedy ? limit : Math.min(least, limit);
    while (count < wanted && test(text.charCodeAt(at + count))) {
      machine.regexStep();
      count++;
    }
    if (count < least) return -1;
    for (;;) {
      const end = next(state, at + count);
      if (end >= 0) return end;
      machine.regexStep();
      if (greedy) {
        if (--count < least) return -1;
      } else if (count >= limit || !test(text.charCodeAt(at + count++))) return -1;
    }
  });
}

/** One round more, or none, after `kept` of which the last began at `from`. */
type Round = (state: State, at: number, kept: number, from: number) => number;

function repeat(
  node: RegexNode & { readonly kind: "repeat" },
  next: Matcher,
  inner: (body: RegexNode, after: Matcher) => Matcher,
): Matcher {
  const { least, most, greedy, body } = node;
  // The number of rounds so far travels with the position, on a stack that backtracking restores.
  let count = 0;
  let last = -1;
  const more: Round = (state, at, kept, from) => {
    // A round that matched nothing ends the loop.
    if (kept >= most || (at === from && kept >= least)) return -1;
    count = kept + 1;
    last = at;
    const end = once(state, at);
    count = kept;
    last = from;
    return end;
  };
  const leave: Round = (state, at, kept, from) => {
    if (kept < least) return -1;
    count = 0;
    last = -1;
    const end = next(state, at);
    count = kept;
    last = from;
    return end;
  };
  const [first, second] = greedy ? [more, leave] : [leave, more];
  const round: Matcher = guarded((state, at) => {
    const kept = count;
    const from = last;
    const end = first(state, at, kept, from);
    return end >= 0 ? end : second(state, at, kept, from);
  });
  const once = inner(body, round);
  return (state, at) => {
    const kept = count;
    const from = last;
    count = 0;
    last = -1;
    const end = round(state, at);
    count = kept;
    last = from;
    return end;
  };
}

function holds(
  anchor: (RegexNode & { readonly kind: "anchor" })["anchor"],
  text: string,
  at: number,
): boolean {
  const word = () =>
    (at > 0 && isWordUnit(text.charCodeAt(at - 1))) !== (at < text.length && isWordUnit(text.charCodeAt(at)));
  switch (anchor) {
    case "start":
      return at === 0;
    case "end":
      return at === text.length;
    case "finalEnd":
      return at === text.length || (at === text.length - 1 && text[at] === "\n");
    case "lineStart":
      return at === 0 || text[at - 1] === "\n";
    case "lineEnd":
      return at === text.length || text[at] === "\n";
    case "word":
      return word();
    case "notWord":
      return !word();
  }
}
