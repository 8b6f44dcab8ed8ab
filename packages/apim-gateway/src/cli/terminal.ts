export const out = (text: string): void => void process.stdout.write(text);
export const err = (text: string): void => void process.stderr.write(text);

export const coloured = (): boolean => process.stdout.isTTY === true && process.env.NO_COLOR === undefined;
