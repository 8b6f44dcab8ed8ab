/** Where a value sits in the file: keys, and indices of lists. */
export type Path = readonly (string | number)[];

/** A path as a person would write it: `regions.eastus2.deployments["gpt-5.4"].ptu`. The file itself is `(file)`. */
export function formatPath(path: Path): string {
  if (path.length === 0) return "(file)";
  let text = "";
  for (const part of path) {
    if (typeof part === "number") text += `[${part}]`;
    else if (/^[A-Za-z_][\w-]*$/.test(part)) text += text === "" ? part : `.${part}`;
    else text += `[${JSON.stringify(part)}]`;
  }
  return text;
}

/** Whether one path leads to, or through, the other. */
export function overlaps(a: Path, b: Path): boolean {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return false;
  return true;
}
