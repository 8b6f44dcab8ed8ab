/** Where two values differ. */
export interface JsonDifference {
  /** `.choices[0].message`; empty: the whole value. */
  readonly path: string;
  readonly expected: string;
  readonly seen: string;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** @param exact nothing beside what is named may be there */
export function differences(expected: unknown, seen: unknown, exact: boolean, path = ""): JsonDifference[] {
  if (Array.isArray(expected)) {
    if (!Array.isArray(seen)) return [{ path, expected: shown(expected), seen: shown(seen) }];
    if (expected.length !== seen.length)
      return [{ path, expected: `${expected.length} items`, seen: `${seen.length} items` }];
    return expected.flatMap((each, index) => differences(each, seen[index], exact, `${path}[${index}]`));
  }
  if (!isObject(expected))
    return Object.is(expected, seen) ? [] : [{ path, expected: shown(expected), seen: shown(seen) }];
  if (!isObject(seen)) return [{ path, expected: shown(expected), seen: shown(seen) }];
  const found = Object.keys(expected).flatMap((key) =>
    Object.hasOwn(seen, key)
      ? differences(expected[key], seen[key], exact, `${path}.${key}`)
      : [{ path: `${path}.${key}`, expected: shown(expected[key]), seen: "nothing" }],
  );
  const more = exact ? Object.keys(seen).filter((key) => !Object.hasOwn(expected, key)) : [];
  return [
    ...found,
    ...more.map((key) => ({ path: `${path}.${key}`, expected: "nothing", seen: shown(seen[key]) })),
  ];
}

const shown = (value: unknown): string => (value === undefined ? "nothing" : JSON.stringify(value));

/** Of a body that should be JSON. */
export function jsonDifferences(expected: unknown, text: string, exact: boolean) {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [
      { path: "", expected: JSON.stringify(expected), seen: text === "" ? "empty" : `no JSON: ${text}` },
    ];
  }
  return differences(expected, value, exact);
}
