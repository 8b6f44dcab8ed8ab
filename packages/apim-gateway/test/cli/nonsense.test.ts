import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { Command, CommanderError } from "commander";
import { type CommandNames, ownNames } from "../../src/cli/names";
import type { Verb } from "../../src/cli/verb";

const cli = path.resolve(__dirname, "../../src/cli");
const hello = path.resolve(__dirname, "../../examples/hello");

/** Every verb that there is: one more is tried without a word about it here. */
const verbs = readdirSync(cli)
  .filter((file) => file !== "main.ts" && file !== "index.ts")
  .flatMap((file) => Object.entries(require(path.join(cli, file)) as Record<string, unknown>))
  .flatMap(([name, value]) =>
    name.endsWith("Verb") ? [value as Verb | ((names: CommandNames) => Verb)] : [],
  )
  .map((verb) => (verb.length === 1 ? (verb as (names: CommandNames) => Verb)(ownNames) : (verb as Verb)));

const listenersBefore = listeners();

/** What a command line comes to, in this process. What serves is ended at once. */
async function run(...args: string[]): Promise<{ code: number; said: string; served: boolean }> {
  let said = "";
  let code = 0;
  const program = new Command("apim-gateway").exitOverride();
  for (const verb of verbs) verb(program, (result) => (code = result));
  const write = (text: unknown) => {
    said += String(text);
    if (String(text).includes("Serving at")) setTimeout(() => process.emit("SIGINT"), 5);
    return true;
  };
  const spies = [
    jest.spyOn(process.stdout, "write").mockImplementation(write),
    jest.spyOn(process.stderr, "write").mockImplementation(write),
  ];
  try {
    await program.parseAsync(["node", "apim-gateway", ...args]);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    code = error.exitCode === 0 ? 0 : 2;
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return { code, said, served: said.includes("Serving at") };
}

/** Each option that takes a value, of each verb. */
function options(): { verb: string; flag: string }[] {
  const program = new Command();
  for (const verb of verbs) verb(program, () => {});
  return program.commands.flatMap((command) =>
    command.options
      .filter(({ required, optional }) => required || optional)
      .map(({ long }) => ({ verb: command.name(), flag: long as string })),
  );
}

const nonsense = [
  "",
  " ",
  "nonsense",
  "-1",
  "999999999999",
  "http://",
  "/no/such/thing",
  "a=b=c",
  "\u001b[2J💥",
  "[::",
  ".",
];

/** What a verb needs besides its options. */
const needs: Readonly<Record<string, readonly string[]>> = { trace: [], settings: [], policies: [] };

const home = process.cwd();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "gateway-nonsense-"));
  // Nonsense may be the name of a file.
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true, force: true });
});

test.each(options())(
  "$verb $flag: whatever it is given, it runs or says what is wrong",
  async ({ verb, flag }) => {
    for (const value of nonsense) {
      const more = verb === "serve" && flag !== "--port" ? ["--port", "0"] : [];
      // Where nothing listens: what a developer runs beside the tests is not asked.
      if (verb === "trace" && flag !== "--url") more.push("--url", "http://127.0.0.1:9");
      const { code, said, served } = await run(
        verb,
        ...(needs[verb] ?? [hello]),
        ...more,
        `${flag}=${value}`,
      );
      const shown = `${verb} ${flag}=${JSON.stringify(value)}: ${code} ${said}`;
      expect([0, 1, 2]).toContain(code);
      if (code === 0) expect(served || verb !== "serve" ? "" : shown).toBe("");
      else expect(said.trim() === "" ? shown : "").toBe("");
      expect(/^\s+at \S+ \(/m.test(said) ? shown : "").toBe("");
      // Once it ends, a second signal ends the process, whichever of the two came first.
      expect(listeners()).toEqual(listenersBefore);
    }
  },
);

/** How many wait for a signal in this process. */
function listeners(): number[] {
  return (["SIGINT", "SIGTERM"] as const).map((name) => process.listenerCount(name));
}

test.each([[[]], [["nothing-there"]], [["--nonsense"]], [["a", "b", "c"]]] as string[][][])(
  "every verb takes %j or says what is wrong",
  async (words) => {
    for (const command of ["serve", "check", "trace", "settings", "policies"]) {
      const more = command === "trace" && words.length > 0 ? ["--url", "http://127.0.0.1:9"] : [];
      if (command === "trace" && words.length === 0) continue;
      const { code, said } = await run(command, ...words, ...more);
      expect([0, 1, 2]).toContain(code);
      expect(said).not.toBe("");
    }
  },
);

describe("serve says what is wrong with", () => {
  test.each([
    [
      "no-such-name.invalid",
      1,
      /Cannot listen on \S+ \(E\w+\)\. This machine has no such address: --host 127\.0\.0\.1/,
    ],
    ["192.0.2.1", 1, /Cannot listen on 192\.0\.2\.1:0 \(EADDRNOTAVAIL\)/],
    ["2001:db8::1", 1, /Cannot listen on \[2001:db8::1\]:0/],
    ["", 2, /must be a name or an address/],
  ])("--host %j", async (host, code, text) => {
    const ended = await run("serve", hello, "--port", "0", `--host=${host}`);
    expect([ended.code, ended.said]).toEqual([code, expect.stringMatching(text)]);
  });

  test("a port that another program has", async () => {
    const other: TcpServer = createTcpServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const { port } = other.address() as AddressInfo;
    const { code, said } = await run("serve", hello, "--port", String(port));
    other.close();
    expect([code, said]).toEqual([
      1,
      `Cannot listen on 127.0.0.1:${port} (EADDRINUSE). Choose another with --port; 0 takes any that is free.\n`,
    ]);
  });

  test("a log that cannot be written, before it serves", async () => {
    writeFileSync(path.join(folder, "closed"), "");
    chmodSync(path.join(folder, "closed"), 0o400);
    const files = [folder, path.join(folder, "no-folder/log"), ""];
    // Nothing is closed to root.
    if (process.getuid?.() !== 0) files.push(path.join(folder, "closed"));
    for (const file of files) {
      const { code, said } = await run("serve", hello, "--port", "0", `--log=${file}`);
      expect([code, said]).toEqual([
        2,
        expect.stringMatching(/^The log .* cannot be written \(E\w+\)\. Name a file/),
      ]);
    }
  });

  test("a folder that is not there, or a file", async () => {
    writeFileSync(path.join(folder, "file"), "x");
    for (const at of ["nothing", "file"]) {
      const { code, said } = await run("serve", path.join(folder, at), "--port", "0");
      expect([code, said]).toEqual([1, expect.stringContaining("cannot be served")]);
    }
  });

  test("a map of backends that is none", async () => {
    mkdirSync(path.join(folder, "folder"));
    writeFileSync(path.join(folder, "text"), "no JSON");
    for (const at of ["folder", "text"]) {
      const { code, said } = await run("serve", hello, "--backends", path.join(folder, at));
      expect([code, said]).toEqual([2, expect.stringContaining(path.join(folder, at))]);
    }
  });
});

describe("trace says what is wrong with", () => {
  const servers: (Server | TcpServer)[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });
  const listening = async (server: Server | TcpServer) => {
    servers.push(server.listen(0, "127.0.0.1"));
    await new Promise((resolve) => server.once("listening", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };

  test.each([
    "nonsense",
    "127.0.0.1:8180",
    "ftp://127.0.0.1",
    "http://127.0.0.1:8180/path",
    "http://u:p@127.0.0.1",
  ])("--url %s", async (url) => {
    const { code, said } = await run("trace", "--url", url);
    expect([code, said]).toEqual([
      2,
      expect.stringContaining("It must be an address such as http://127.0.0.1:8180."),
    ]);
  });

  test("an address where nothing listens", async () => {
    const { code, said } = await run("trace", "--url", "http://127.0.0.1:9/");
    expect([code, said]).toEqual([
      1,
      "No gateway answers at http://127.0.0.1:9. Start one with `npx apim-gateway serve FOLDER`, or say where it is with --url.\n",
    ]);
  });

  test.each([
    ["another server", 200, "<html>\u001b[2J"],
    ["another server's JSON", 200, "{}"],
    ["another server's list", 200, "[1]"],
    ["another server's null", 200, "null"],
    ["another server that finds nothing", 404, "gone"],
    ["a server that fails", 500, "oh"],
    ["a server that sends elsewhere", 302, ""],
  ])("%s", async (_what, status, body) => {
    const url = await listening(
      createServer((_request, response) =>
        response.writeHead(status, { Location: "http://127.0.0.1:9/" }).end(body),
      ),
    );
    for (const words of [[], ["some-id"], ["../../x"]]) {
      const { code, said } = await run("trace", ...words, "--url", url);
      expect([code, said]).toEqual([
        1,
        expect.stringContaining(`What answers at ${url} is not a gateway of this kind`),
      ]);
      expect(said).not.toContain("\u001b");
    }
  });

  test("a server that speaks no HTTP", async () => {
    const url = await listening(createTcpServer((socket) => socket.end("220 hello\r\n")));
    expect(await run("trace", "--url", url)).toMatchObject({
      code: 1,
      said: expect.stringContaining("No gateway"),
    });
  });

  test("a gateway that lets nobody look inside without its token", async () => {
    const url = await listening(createServer((_request, response) => response.writeHead(403).end("no")));
    const { code, said } = await run("trace", "--url", url);
    expect([code, said]).toEqual([1, expect.stringContaining("with --admin-token")]);
  });

  test("a call without an address", async () => {
    for (const words of [["curl"], ["curl", "-s"], ["curl", "http://"]]) {
      const { code, said } = await run("trace", "--", ...words);
      expect([code, said]).toEqual([1, expect.stringContaining("must begin with http://")]);
    }
  });
});
