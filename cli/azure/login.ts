import { execFile } from "node:child_process";

/** The right to ask Azure Resource Manager. */
export interface AzureLogin {
  readonly token: string;
  readonly subscriptionId: string;
}

/** There is no login, or no subscription. The text says the way out. */
export class LoginError extends Error {
  override readonly name = "LoginError";
}

/** Runs a program and gives what it wrote. Rejects when it cannot be run or ends with an error. */
export type RunProgram = (program: string, args: readonly string[]) => Promise<string>;

export interface LoginRequest {
  readonly env: NodeJS.ProcessEnv;
  /** The subscription to ask for; absent: the environment's, else the login's own. */
  readonly subscription?: string;
  /** Resource Manager's address, for which the token is. */
  readonly endpoint: string;
  readonly run?: RunProgram;
}

/**
 * The user's login: the token in AZURE_ACCESS_TOKEN, else that of the Azure CLI.
 * @throws LoginError
 */
export async function azureLogin({
  env,
  subscription,
  endpoint,
  run = runProgram,
}: LoginRequest): Promise<AzureLogin> {
  const wanted = subscription || env.AZURE_SUBSCRIPTION_ID || env.ARM_SUBSCRIPTION_ID || undefined;
  const given = env.AZURE_ACCESS_TOKEN?.trim();
  if (given) {
    if (!isToken(given))
      throw new LoginError(
        "AZURE_ACCESS_TOKEN holds a space, a line break or another character that no token has. Set it to what `az account get-access-token --query accessToken --output tsv` prints, and nothing else.",
      );
    if (wanted !== undefined) return { token: given, subscriptionId: wanted };
    throw new LoginError(
      "AZURE_ACCESS_TOKEN is set, but not the subscription. Set AZURE_SUBSCRIPTION_ID, or write `--subscription`.",
    );
  }
  const args = ["account", "get-access-token", "--resource", endpoint, "--output", "json"];
  let answer: string;
  try {
    answer = await run("az", wanted === undefined ? args : [...args, "--subscription", wanted]);
  } catch (error) {
    throw new LoginError(noLogin(error as NodeJS.ErrnoException & { stderr?: string }));
  }
  const { accessToken, subscription: own } = readAnswer(answer);
  const subscriptionId = wanted ?? own;
  if (accessToken === undefined || subscriptionId === undefined)
    throw new LoginError(
      "`az account get-access-token` gave no token with a subscription. Run `az login` again.",
    );
  return { token: accessToken, subscriptionId };
}

/** Whatever else cannot be sent as a header, and `fetch` would repeat it in its error. */
const isToken = (text: string): boolean => /^[!-~]+$/.test(text);

function noLogin({ code, stderr = "" }: { code?: unknown; stderr?: string }): string {
  if (code === "ENOENT")
    return "There is no login to Azure: the Azure CLI (`az`) is not installed, and AZURE_ACCESS_TOKEN is not set. Install it and run `az login`, or set AZURE_ACCESS_TOKEN and AZURE_SUBSCRIPTION_ID.";
  const [line = ""] = stderr.split("\n").filter((each) => each.trim() !== "");
  const said = line.trim().slice(0, 300);
  return `There is no login to Azure${said === "" ? "" : `; \`az\` says: ${said}`} Run \`az login\`, or set AZURE_ACCESS_TOKEN and AZURE_SUBSCRIPTION_ID.`;
}

function readAnswer(text: string): { accessToken?: string; subscription?: string } {
  try {
    return JSON.parse(text) as { accessToken?: string; subscription?: string };
  } catch {
    return {};
  }
}

const runProgram: RunProgram = (program, args) =>
  new Promise((done, fail) => {
    const windows = process.platform === "win32";
    const options = { encoding: "utf8", timeout: 60_000, shell: windows } as const;
    execFile(windows ? `${program}.cmd` : program, [...args], options, (error, stdout, stderr) => {
      if (error) fail(Object.assign(error, { stderr }));
      else done(stdout);
    });
  });
