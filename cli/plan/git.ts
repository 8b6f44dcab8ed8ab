import { spawnSync } from "node:child_process";

/** What git printed, or why it could not: the message is for people, with the way out. */
export type Said =
  | { readonly ok: true; readonly out: string }
  | { readonly ok: false; readonly message: string };

/** Runs git in a folder. */
export type Git = (
  folder: string,
  ...args: string[]
) => { readonly code: number | null; readonly out: string };

/** More than any file of a repository that the fleet reads. */
const MOST_BYTES = 16 * 1024 * 1024;

export const runGit: Git = (folder, ...args) => {
  const { status, stdout, error } = spawnSync("git", ["-C", folder, ...args], {
    encoding: "utf8",
    maxBuffer: MOST_BYTES,
    // Nobody is asked for a password, and no pager waits for a key.
    env: { ...process.env, GIT_TERMINAL_PROMPT: "0", GIT_PAGER: "cat", LC_ALL: "C" },
  });
  return { code: error === undefined ? status : null, out: stdout ?? "" };
};

/** The commit that a name means in the repository of a folder: `main`, `HEAD~1`, a tag, a number. */
export function commitOf(folder: string, ref: string, git: Git = runGit): Said {
  const inside = git(folder, "rev-parse", "--is-inside-work-tree");
  if (inside.code === null)
    return { ok: false, message: "`--since` asks git what a file was, and there is no `git` on the PATH." };
  if (inside.code !== 0)
    return {
      ok: false,
      message: `\`${folder}\` is not in a git repository, so nothing is known of what its files were. Give the old file itself: \`fleet plan OLD NEW\`.`,
    };
  const found = git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`);
  if (found.code === 0) return { ok: true, out: found.out.trim() };
  const remote = git(
    folder,
    "rev-parse",
    "--verify",
    "--quiet",
    "--end-of-options",
    `origin/${ref}^{commit}`,
  );
  return {
    ok: false,
    message: `git knows no \`${ref}\` here.${remote.code === 0 ? ` Did you mean \`origin/${ref}\`?` : " Name a branch, a tag or a commit that is fetched: `git fetch`, `git branch --all`."}`,
  };
}

/** The text of a file at a commit, by its path from a folder; `undefined`: it was not there. */
export function fileAt(commit: string, folder: string, path: string, git: Git = runGit): string | undefined {
  const { code, out } = git(folder, "show", "--end-of-options", `${commit}:./${path.replaceAll("\\", "/")}`);
  return code === 0 ? out : undefined;
}

/** The files of a folder at a commit, by name; none where there was no such folder. */
export function filesAt(commit: string, folder: string, git: Git = runGit): string[] {
  const { code, out } = git(folder, "ls-tree", "-z", "--name-only", commit, "./");
  return code === 0 ? out.split("\0").filter((name) => name !== "") : [];
}
