import { type Bench, table } from "./figure";
import { gateway } from "./gateway";
import { memory } from "./memory";

const benches: readonly Bench[] = [gateway, memory];

/** Measures what was named, or everything; ends with 1 where a target is not met. */
async function main(names: readonly string[]): Promise<void> {
  const unknown = names.find((name) => !benches.some((bench) => bench.name === name));
  if (unknown !== undefined) {
    console.error(
      `There is no bench \`${unknown}\`; there are ${benches.map(({ name }) => name).join(", ")}.`,
    );
    process.exitCode = 2;
    return;
  }
  const figures = [];
  for (const bench of benches)
    if (names.length === 0 || names.includes(bench.name))
      figures.push(...(await bench.run((line) => console.error(line))));
  console.log(table(figures));
  process.exitCode = figures.every(({ target }) => target?.ok !== false) ? 0 : 1;
}
void main(process.argv.slice(2));
