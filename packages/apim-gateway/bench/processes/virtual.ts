import { loadConfiguration } from "../../src/resources/loadConfiguration";
import { chatBody, chatPath, completion } from "../content";
import { virtualRate } from "../virtualRate";

/** Prints how many requests per second pass a folder's gateway in virtual time. */
async function main(): Promise<void> {
  const [dir, key, inFlight] = process.argv.slice(2) as [string, string, string];
  const { configuration } = loadConfiguration(dir);
  if (configuration === undefined) throw new Error("the folder cannot be used");
  const load = {
    configuration,
    target: chatPath,
    headers: { Host: "gateway.example", "api-key": key, "Content-Type": "application/json" },
    body: chatBody,
    answer: completion,
  };
  const rate = await virtualRate(load, Number(inFlight));
  console.log(rate);
}
void main();
