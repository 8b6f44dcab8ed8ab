import type { Conversion, CsType, TypeDefinition, TypeKind, TypeMember } from "./csType";
import { LazyRows } from "./lazyRows";

/** A type of the library, or one that an expression makes. */
export class DeclaredType implements TypeDefinition {
  readonly bases: CsType[] = [];
  readonly members = new LazyRows<TypeMember>();
  readonly ownConstructors = new LazyRows<TypeMember>();
  readonly ownConversions = new LazyRows<Conversion>();
  invoke?: TypeDefinition["invoke"];
  enumValues?: Readonly<Record<string, number>>;

  constructor(
    readonly name: string,
    readonly fullName: string,
    readonly kind: TypeKind,
    readonly parameters: readonly CsType[] = [],
  ) {}

  get constructors(): readonly TypeMember[] {
    return this.ownConstructors.get("");
  }

  get conversions(): readonly Conversion[] {
    return this.ownConversions.get("");
  }
}
