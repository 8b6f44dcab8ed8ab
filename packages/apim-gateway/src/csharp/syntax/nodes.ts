import type { NumberType } from "./token";

/** A type as written: `List<string>`, `int?`, `string[]`. `var` is a name like any other here. */
export interface TypeNode {
  readonly name: string;
  readonly args: readonly TypeNode[];
  /** `?` and `[]` after it, in order. */
  readonly suffixes: readonly ("?" | "[]")[];
  readonly at: number;
}

export interface Argument {
  readonly name: string | undefined;
  readonly value: Expression;
  /** `out x`, `out var x`, `out int x`. */
  readonly out: { readonly declared: TypeNode | undefined; readonly variable: string } | undefined;
  readonly at: number;
}

export interface Parameter {
  readonly type: TypeNode | undefined;
  readonly name: string;
  readonly at: number;
}

export type InterpolatedHole =
  | { readonly text: string }
  | {
      readonly value: Expression;
      readonly alignment: Expression | undefined;
      readonly format: string | undefined;
    };

/** `new T { … }`: values to add, `[key] = value`, or `Member = value`. */
export type Initializer =
  | { readonly kind: "element"; readonly values: readonly Expression[]; readonly at: number }
  | { readonly kind: "index"; readonly key: Expression; readonly value: Expression; readonly at: number }
  | { readonly kind: "member"; readonly name: string; readonly value: Expression; readonly at: number };

export type Pattern =
  | {
      readonly kind: "type";
      readonly type: TypeNode;
      readonly variable: string | undefined;
      readonly at: number;
    }
  | { readonly kind: "constant"; readonly value: Expression; readonly at: number };

export type Expression = { readonly at: number } & (
  | { readonly kind: "number"; readonly text: string; readonly type: NumberType }
  | { readonly kind: "string" | "char"; readonly text: string }
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "null" }
  | { readonly kind: "interpolated"; readonly holes: readonly InterpolatedHole[] }
  | { readonly kind: "name"; readonly name: string; readonly typeArgs: readonly TypeNode[] }
  | { readonly kind: "predefined"; readonly type: TypeNode }
  | {
      readonly kind: "member";
      readonly target: Expression;
      readonly name: string;
      readonly typeArgs: readonly TypeNode[];
    }
  | { readonly kind: "index"; readonly target: Expression; readonly args: readonly Argument[] }
  | { readonly kind: "call"; readonly target: Expression; readonly args: readonly Argument[] }
  | { readonly kind: "conditionalAccess"; readonly target: Expression; readonly rest: Expression }
  /** Stands for the value left of `?.` inside `rest`. */
  | { readonly kind: "receiver" }
  | {
      readonly kind: "new";
      readonly type: TypeNode;
      readonly args: readonly Argument[];
      readonly initializers: readonly Initializer[] | undefined;
    }
  | {
      readonly kind: "newArray";
      readonly type: TypeNode | undefined;
      readonly size: Expression | undefined;
      readonly values: readonly Expression[] | undefined;
    }
  | {
      readonly kind: "anonymous";
      readonly fields: readonly { readonly name: string; readonly value: Expression }[];
    }
  | { readonly kind: "cast"; readonly type: TypeNode; readonly value: Expression }
  | { readonly kind: "unary"; readonly operator: string; readonly value: Expression }
  | {
      readonly kind: "step";
      readonly operator: "++" | "--";
      readonly prefix: boolean;
      readonly value: Expression;
    }
  | {
      readonly kind: "binary";
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: "is"; readonly value: Expression; readonly pattern: Pattern }
  | { readonly kind: "as"; readonly value: Expression; readonly type: TypeNode }
  | {
      readonly kind: "conditional";
      readonly condition: Expression;
      readonly yes: Expression;
      readonly no: Expression;
    }
  | {
      readonly kind: "assign";
      readonly operator: string;
      readonly target: Expression;
      readonly value: Expression;
    }
  | {
      readonly kind: "lambda";
      readonly parameters: readonly Parameter[];
      readonly body: Expression | Statement;
      readonly isBlock: boolean;
    }
  | { readonly kind: "typeof"; readonly type: TypeNode }
  | { readonly kind: "default"; readonly type: TypeNode }
  | { readonly kind: "nameof"; readonly name: string }
  | { readonly kind: "checked"; readonly checked: boolean; readonly value: Expression }
  | { readonly kind: "throw"; readonly value: Expression }
);

export interface SwitchSection {
  readonly labels: readonly {
    readonly pattern: Pattern | undefined;
    readonly when: Expression | undefined;
    readonly at: number;
  }[];
  readonly body: readonly Statement[];
}

export type Statement = { readonly at: number } & (
  | {
      readonly kind: "block";
      readonly body: readonly Statement[];
      /** `checked { … }` and `unchecked { … }`. */
      readonly checked?: boolean;
    }
  | {
      readonly kind: "declare";
      readonly type: TypeNode;
      readonly variables: readonly {
        readonly name: string;
        readonly value: Expression | undefined;
        readonly at: number;
      }[];
      readonly isConst: boolean;
    }
  | {
      readonly kind: "function";
      readonly name: string;
      readonly result: TypeNode;
      readonly parameters: readonly Parameter[];
      readonly body: Statement;
    }
  | { readonly kind: "expression"; readonly value: Expression }
  | {
      readonly kind: "if";
      readonly condition: Expression;
      readonly yes: Statement;
      readonly no: Statement | undefined;
    }
  | {
      readonly kind: "while";
      readonly condition: Expression;
      readonly body: Statement;
      readonly first: "condition" | "body";
    }
  | {
      readonly kind: "for";
      readonly start: readonly Statement[];
      readonly condition: Expression | undefined;
      readonly next: readonly Expression[];
      readonly body: Statement;
    }
  | {
      readonly kind: "foreach";
      readonly type: TypeNode;
      readonly name: string;
      readonly source: Expression;
      readonly body: Statement;
      readonly captured: boolean;
    }
  | { readonly kind: "return" | "throw"; readonly value: Expression | undefined }
  | { readonly kind: "break" | "continue" | "empty" }
  | {
      readonly kind: "try";
      readonly body: Statement;
      readonly catches: readonly CatchClause[];
      readonly last: Statement | undefined;
    }
  | { readonly kind: "switch"; readonly value: Expression; readonly sections: readonly SwitchSection[] }
  | {
      readonly kind: "using";
      readonly resource: Statement | Expression;
      readonly declares: boolean;
      readonly body: Statement;
    }
);

export interface CatchClause {
  readonly type: TypeNode | undefined;
  readonly variable: string | undefined;
  readonly when: Expression | undefined;
  readonly body: Statement;
  readonly at: number;
}
