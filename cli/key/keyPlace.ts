/** Which of the two keys of a subscription. */
export type WhichKey = "primary" | "secondary";

export const whichKeys: readonly WhichKey[] = ["primary", "secondary"];

/** Where the subscriptions of a fleet's gateway are: Azure, or a local world. */
export interface KeyPlace {
  /** @throws KeyError when there is no such subscription, or it may not be read */
  keys(subscription: string): Promise<Readonly<Record<WhichKey, string>>>;
  /** Has API Management make a new key. @throws KeyError as above */
  regenerate(subscription: string, which: WhichKey): Promise<void>;
}

/** What a person can mend; its message says how. */
export class KeyError extends Error {}
