/** A value as Microsoft publishes it, cut down to what a check reads. */
export interface PublishedValue {
  /** `String`, `Number`, `Boolean`, `DateTime`, `TimeSpan`, `Uuid`, `any`, `Enum`, `Composite`, `Sequence`, `Dictionary` … */
  readonly type: string;
  /** Name of a class, for `Composite`. */
  readonly of?: string;
  /** Of a `Sequence` or `Dictionary`. */
  readonly items?: PublishedValue;
  readonly allowed?: readonly (string | number | boolean)[];
  readonly required?: true;
  readonly readOnly?: true;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
  readonly minItems?: number;
}

/** Properties of a class by their path in the JSON: `properties.title` of a backend, for one. */
export interface PublishedClass {
  readonly properties: Readonly<Record<string, PublishedValue>>;
  /** Whether any other property is allowed. */
  readonly others?: true;
}

export interface PublishedType {
  /** Name of a class; `null`: the request has no body. */
  readonly body: string | null;
  /** Of the last part of the id; absent: its limits are not published. */
  readonly name?: PublishedValue;
}

/** What `publishedTypes.json` holds. Classes carry the name of their library: two libraries have a `Resource` each. */
export interface PublishedTypes {
  readonly libraries: Readonly<Record<string, string>>;
  readonly types: Readonly<Record<string, PublishedType>>;
  readonly classes: Readonly<Record<string, PublishedClass>>;
}
