import { KeyError } from "./keyPlace";

/** The world that a gateway of this machine serves. @throws KeyError when none answers there */
export async function worldAt(url: string, ask: typeof fetch): Promise<string> {
  const none = new KeyError(
    `No gateway of this machine answers at ${url}. Start one in another terminal (\`npm start\`), or name its address with \`--url\`.`,
  );
  try {
    const response = await ask(`${url}/.gateway/health`, {
      redirect: "error",
      signal: AbortSignal.timeout(10_000),
    });
    const { folder } = (await response.json()) as { folder?: unknown };
    if (typeof folder === "string") return folder;
  } catch {
    throw none;
  }
  throw none;
}
