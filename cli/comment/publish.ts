/** One call of GitHub's REST API. Throws {@link PublishError} unless the answer is a success. */
export type GitHub = (method: "GET" | "POST" | "PATCH", path: string, body?: unknown) => Promise<unknown>;

/** GitHub refused or could not be reached; the message is for people. */
export class PublishError extends Error {}

interface Found {
  readonly id: number;
  readonly number: number;
}

const PAGE = 100;
/** A pull request with more comments than this many pages gets a second comment rather than an endless search. */
const PAGES = 30;

/** Who writes as a workflow. A marker that somebody else copied into a comment of theirs is not ours to change. */
const AUTHOR = "github-actions[bot]";

/**
 * Writes a pull request's comment: changes the one that begins with the marker, or adds one.
 *
 * @param repository `owner/name`
 */
export async function publishComment(
  github: GitHub,
  repository: string,
  pullRequest: number,
  marker: string,
  body: string,
): Promise<"created" | "updated"> {
  const comments = `/repos/${repository}/issues/${pullRequest}/comments`;
  const found = await findMarked(github, comments, marker);
  if (found === undefined) {
    await github("POST", comments, { body });
    return "created";
  }
  await github("PATCH", `/repos/${repository}/issues/comments/${found.id}`, { body });
  return "updated";
}

/** What an issue should be. `open: false` closes it when there is one and opens none. */
export interface WantedIssue {
  readonly marker: string;
  readonly title: string;
  readonly body: string;
  readonly open: boolean;
}

/** Writes the one issue that begins with the marker: opens, updates or closes it. */
export async function publishIssue(
  github: GitHub,
  repository: string,
  { marker, title, body, open }: WantedIssue,
): Promise<"created" | "updated" | "closed" | "nothing"> {
  const issues = `/repos/${repository}/issues`;
  const found = await findMarked(
    github,
    `${issues}?state=open&creator=${encodeURIComponent(AUTHOR)}`,
    marker,
  );
  if (found === undefined) {
    if (!open) return "nothing";
    await github("POST", issues, { title, body });
    return "created";
  }
  await github(
    "PATCH",
    `${issues}/${found.number}`,
    open ? { title, body } : { title, body, state: "closed", state_reason: "completed" },
  );
  return open ? "updated" : "closed";
}

async function findMarked(github: GitHub, path: string, marker: string): Promise<Found | undefined> {
  for (let page = 1; page <= PAGES; page++) {
    const items = await github(
      "GET",
      `${path}${path.includes("?") ? "&" : "?"}per_page=${PAGE}&page=${page}`,
    );
    if (!Array.isArray(items)) throw new PublishError("GitHub answered with something else than a list.");
    const found = items.find(
      (item: { body?: unknown; user?: { login?: unknown } }) =>
        typeof item.body === "string" && item.body.startsWith(marker) && item.user?.login === AUTHOR,
    );
    if (found !== undefined) return found as Found;
    if (items.length < PAGE) return undefined;
  }
  return undefined;
}

/** The part of `fetch` that is used. */
export type Fetch = (
  url: string,
  init: { method: string; headers: Record<string, string>; body?: string },
) => Promise<{ readonly ok: boolean; readonly status: number; text(): Promise<string> }>;

/** GitHub's API with the workflow's own token. The token is sent and never printed. */
export function connect(fetch: Fetch, apiUrl: string, token: string): GitHub {
  return async (method, path, body) => {
    const answer = await fetch(`${apiUrl}${path}`, {
      method,
      headers: {
        accept: "application/vnd.github+json",
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
        "user-agent": "aoai-fleet",
        "x-github-api-version": "2022-11-28",
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch((error: Error) => {
      throw new PublishError(`GitHub cannot be reached: ${error.message}`);
    });
    const text = await answer.text();
    if (!answer.ok)
      throw new PublishError(`GitHub refused ${method} ${path} with ${answer.status}: ${messageOf(text)}`);
    return text === "" ? undefined : JSON.parse(text);
  };
}

function messageOf(text: string): string {
  try {
    return String((JSON.parse(text) as { message?: unknown }).message ?? "no message");
  } catch {
    return "no message";
  }
}
