/** Something that does not stay as others leave it, or not as one would think. */
export interface ForeignException {
  readonly what: string;
  readonly why: string;
}

/** The whole list; whatever else the file does not state stays as it is found. */
export const foreignExceptions: readonly ForeignException[] = [
  {
    what: "APIs, operations, policies, fragments, backends, named values, loggers, subscriptions",
    why: "all of their text is the fleet's; the next update that touches one writes it whole",
  },
  {
    what: "diagnostic settings and role assignments of the fleet",
    why: "make others beside them; those stay",
  },
  {
    what: "the fleet's own role for `stateful`",
    why: "a right that somebody adds to it would open every account; make a role beside it",
  },
  {
    what: "the developer portals of the gateway",
    why: "azure-native turns them on wherever nothing is stated",
  },
  {
    what: "certificates that were uploaded to the gateway",
    why: "they are sent back as API Management shows them, which is without the private key; those from Key Vault are safe",
  },
  {
    what: "a tag that leaves the file",
    why: "it stays as well: the file does not state it any more; remove it in Azure",
  },
];
