export const out = (text: string): void => void process.stdout.write(text);
export const err = (text: string): void => void process.stderr.write(text);

export const coloured = (): boolean => process.stdout.isTTY === true && process.env.NO_COLOR === undefined;

/** Characters of a line: the terminal's, else what `COLUMNS` says, else so many. */
export function columns(otherwise = 80): number {
  const said = Number(process.env.COLUMNS);
  return process.stdout.columns ?? (Number.isInteger(said) && said >= 20 ? said : otherwise);
}
