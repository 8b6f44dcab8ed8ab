import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

const source = join(__dirname, "../src");

/** Files of `src`, each with the files that it imports; types count, as whoever reads follows them too. */
function imports(): ReadonlyMap<string, readonly string[]> {
  const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  const known = new Set(files);
  return new Map(
    files.map((file) => {
      const text = readFileSync(join(source, file), "utf8");
      const found = [
        ...text.matchAll(/^(?:import|export)\b[^;]*?\bfrom "(\.[^"]+)";|^import "(\.[^"]+)";/gm),
      ];
      return [
        file,
        found.map(([, from, alone]) => {
          const path = relative(source, resolve(source, dirname(file), from ?? alone ?? ""));
          const target = [`${path}.ts`, `${path}/index.ts`].find((name) => known.has(name));
          if (target === undefined) throw new Error(`${file} imports ${path}, which is not there.`);
          return target;
        }),
      ];
    }),
  );
}

/** Sets of files each of which leads to each other (Tarjan). */
function circles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const visit = (file: string): number => {
    const own = order.size;
    order.set(file, own);
    lowest.set(file, own);
    stack.push(file);
    for (const next of graph.get(file) ?? []) {
      const low = order.has(next) ? (stack.includes(next) ? (order.get(next) as number) : own) : visit(next);
      lowest.set(file, Math.min(lowest.get(file) as number, low));
    }
    if (lowest.get(file) === own) {
      const circle = stack.splice(stack.indexOf(file));
      if (circle.length > 1) found.push(circle.sort());
    }
    return lowest.get(file) as number;
  };
  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return found;
}

test("the search finds a circle, and only what is in it", () => {
  const graph = new Map([
    ["a", ["b"]],
    ["b", ["c"]],
    ["c", ["d", "a"]],
    ["d", []],
    ["e", ["a"]],
  ]);
  expect(circles(graph)).toEqual([["a", "b", "c"]]);
});

test("no file of the package imports what imports it", () => {
  const graph = imports();
  expect(graph.size).toBeGreaterThan(400);
  expect(circles(graph)).toEqual([]);
});

test("rooms that anybody may know import nothing of the others", () => {
  const allowed: Readonly<Record<string, readonly string[]>> = {
    settings: ["settings", "text"],
    text: ["text"],
    messages: ["messages"],
    ports: ["ports", "messages", "certificates"],
    xml: ["xml", "settings", "text", "ports"],
    csharp: ["csharp", "xml", "certificates", "text"],
    backends: ["backends", "settings"],
    virtual: ["virtual", "ports"],
  };
  const wrong = [...imports()].flatMap(([file, targets]) => {
    const rooms = allowed[file.split("/")[0] as string];
    return targets
      .filter((target) => rooms !== undefined && !rooms.includes(target.split("/")[0] as string))
      .map((target) => `${file} → ${target}`);
  });
  expect(wrong).toEqual([]);
});
