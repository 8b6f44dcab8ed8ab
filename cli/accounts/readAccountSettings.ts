import { accountSettings } from "../../local/accounts/settings";

/** Settings of the accounts out of `name=value`. @returns what is wrong, one sentence each */
export function readAccountSettings(words: readonly string[]): ReturnType<typeof accountSettings> {
  const pairs = words.map((word) => [word, word.indexOf("=")] as const);
  const { settings, faults } = accountSettings(
    Object.fromEntries(
      pairs.filter(([, at]) => at > 0).map(([word, at]) => [word.slice(0, at), word.slice(at + 1)]),
    ),
  );
  const shapeless = pairs
    .filter(([, at]) => at <= 0)
    .map(([word]) => `\`${word}\` is not of the form name=value.`);
  return { settings, faults: [...shapeless, ...faults] };
}
