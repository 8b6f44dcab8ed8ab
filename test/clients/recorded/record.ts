import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { answer } from "../../gateway/serve/answers";
import type { Recorded } from "./recorded";

/** Writes `python.json`: what clients in Python send; the README beside this file says how to run it. */
const own =
  /^(host|connection|content-length|transfer-encoding|accept-encoding|x-stainless-(os|arch|runtime.*))$/;

const calls: Recorded[] = [];
let client = "";
const server = createServer(async (request, response) => {
  const bytes = await buffer(request);
  const url = request.url ?? "/";
  const step = /^\/step\/([^/]+)\//.exec(url)?.[1];
  if (step !== undefined) client = decodeURIComponent(step);
  else
    calls.push({
      client,
      method: request.method ?? "",
      url,
      headers: Object.fromEntries(
        Object.entries(request.headers).flatMap(([name, value]) =>
          own.test(name) ? [] : [[name, String(value)]],
        ),
      ),
      body: bytes.toString(),
    });
  const path = url.split("?")[0] ?? url;
  if (path.endsWith("/models")) {
    response.writeHead(200, { "content-type": "application/json" });
    return response.end('{"object":"list","data":[]}');
  }
  const isJson = request.headers["content-type"] === "application/json";
  const body = isJson ? JSON.parse(bytes.toString()) : {};
  return answer(
    { account: "", path, query: "", deployment: "it", headers: request.headers, body, bytes },
    response,
  );
});
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  const python = spawn(
    process.argv[2] ?? "python3",
    [join(__dirname, "record.py"), `http://127.0.0.1:${port}`],
    { stdio: "inherit" },
  );
  python.once("exit", (code) => {
    server.close();
    if (code !== 0) throw new Error(`The clients ended with ${code}.`);
    writeFileSync(join(__dirname, "python.json"), `${JSON.stringify(calls, null, 2)}\n`);
    console.log(`${calls.length} requests written`);
  });
});
