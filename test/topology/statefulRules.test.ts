import { base, type Case, edited, said } from "./fixture";

const app = (more: string) =>
  ["app: { tokensPerMinute: 1000 }", `app: { tokensPerMinute: 1000${more} }`] as const;
const fleet = (word: string) => ["environment:", `stateful: ${word}\nenvironment:`] as const;

const cases: readonly Case[] = [
  {
    when: "a consumer has more than the fleet opens",
    edits: [app(", stateful: files")],
    says: [
      "23:43 error stateful-above-fleet consumers.app.stateful: `app` has `files`, and the fleet opens `responses` at most. | Write `stateful: files` at the top of the file, or `responses` here.",
    ],
    fine: [fleet("files"), app(", stateful: files")],
  },
  {
    when: "a consumer reaches models by files that it may not call",
    edits: [fleet("files"), app(", models: [text-embedding-3-large], stateful: files")],
    says: [
      "24:77 warning stateful-opens-models consumers.app.stateful: batches name their models inside files, where the gateway does not look: `app` reaches `gpt-5.4-payg`, `gpt-5.4-ptu` that way. | Keep it where that is meant; otherwise write `responses`, or give it accounts of its own.",
    ],
    fine: [app(", models: [text-embedding-3-large]")],
  },
  {
    when: "a limit of one model does not hold for what files name",
    edits: [fleet("all"), app(", models: { '*': {}, gpt-5.4: { tokensPerMinute: 10 } }, stateful: all")],
    says: [
      "24:98 warning stateful-opens-models consumers.app.stateful: batches, evals and runs of assistants name their models inside files and jobs, where the gateway does not look: `app` reaches `gpt-5.4` without its limit that way. | Keep it where that is meant; otherwise write `responses`, or give it accounts of its own.",
    ],
    fine: [fleet("all"), app(", stateful: all")],
  },
  {
    when: "nobody has what the fleet opens",
    edits: [fleet("files")],
    says: [
      "1:11 warning stateful-unused stateful: `files` gives the gateway's identity rights in every account, and no consumer has it. | Write it at the consumers that need it, or less here.",
    ],
    fine: [fleet("none")],
  },
];

describe("what may be kept in one account", () => {
  test.each(cases)("is refused or warned of when $when", ({ edits, says }) => {
    expect(said(edited(base, ...edits))).toEqual(says);
  });

  test.each(cases)("is fine again after: $when", ({ fine }) => {
    expect(said(edited(base, ...(fine ?? [])))).toEqual([]);
  });
});
