export const out = (text: string): void => void process.stdout.write(text);
export const err = (text: string): void => void process.stderr.write(text);

export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

export const coloured = (): boolean => process.stdout.isTTY === true && process.env.NO_COLOR === undefined;
