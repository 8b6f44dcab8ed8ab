import type { Configuration } from "../resources/configuration";

/** What a configuration tells of its secrets. */
export interface KnownSecrets {
  readonly secrets: readonly string[];
  /** Headers and query parameters in which callers give their keys. */
  readonly names: readonly string[];
}

/** Secret named values, keys of subscriptions, credentials of backends and loggers. */
export function knownSecrets(configuration: Configuration): KnownSecrets {
  const { namedValues, subscriptions, backends, loggers, apis } = configuration;
  const secrets = [
    ...[...namedValues.values()].flatMap(({ value, secret }) => (secret ? [value] : [])),
    ...subscriptions.flatMap(({ primaryKey, secondaryKey }) => [primaryKey ?? "", secondaryKey ?? ""]),
    ...backends.flatMap((backend) => {
      const properties = member(backend, "properties");
      return [...credentials(properties), ...texts(member(member(properties, "proxy"), "password"))];
    }),
    ...[...loggers.values()].flatMap((logger) =>
      texts(member(logger, "credentials") ?? member(member(logger, "properties"), "credentials")),
    ),
  ];
  const names = new Set(apis.flatMap(({ keyNames }) => [keyNames.header, keyNames.query]));
  return { secrets: [...new Set(secrets)], names: [...names] };
}

function credentials(properties: unknown): string[] {
  const found = member(properties, "credentials");
  return [
    ...texts(member(found, "header")),
    ...texts(member(found, "query")),
    ...texts(member(member(found, "authorization"), "parameter")),
  ];
}

const member = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;

/** Every text in a value; `{{name}}` only names a secret. */
function texts(value: unknown): string[] {
  if (typeof value === "string") return /^\{\{[^{}]*\}\}$/.test(value) ? [] : [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(texts) : [];
}
