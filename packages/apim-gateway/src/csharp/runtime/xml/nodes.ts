import type { CsObject, TextStyle, Value } from "../value";
import type { CsXName } from "./names";
import { writeXml } from "./write";

/** A node of LINQ to XML. */
export abstract class CsXNode implements CsObject {
  abstract readonly csType: string;
  parent: CsXContainer | null = null;
  abstract clone(): CsXNode;
  csText({ newLine }: TextStyle): string {
    return writeXml(this, true, newLine);
  }
}

/** `XText`, `XCData` and `XComment`: a text of some kind. */
export class CsXText extends CsXNode {
  constructor(
    readonly csType: "XText" | "XCData" | "XComment",
    public value: string,
  ) {
    super();
  }
  clone(): CsXNode {
    return new CsXText(this.csType, this.value);
  }
}

export class CsXInstruction extends CsXNode {
  readonly csType = "XProcessingInstruction";
  constructor(
    readonly target: string,
    readonly data: string,
  ) {
    super();
  }
  clone(): CsXNode {
    return new CsXInstruction(this.target, this.data);
  }
}

export class CsXAttribute implements CsObject {
  readonly csType = "XAttribute";
  parent: CsXElement | null = null;
  constructor(
    readonly name: CsXName,
    public value: string,
  ) {}
  csText(): string {
    return writeXml(this, false);
  }
}

/** What has nodes inside. */
export abstract class CsXContainer extends CsXNode {
  readonly nodes: CsXNode[] = [];
  /** Whether it is written with a tag of its own at the end although nothing is inside. */
  hasEndTag = false;

  /** Puts a node in; one that hangs somewhere is copied. */
  insert(node: CsXNode, at = this.nodes.length): void {
    const own = node.parent === null && !isWithin(this, node) ? node : node.clone();
    own.parent = this;
    this.hasEndTag = false;
    this.nodes.splice(at, 0, own);
  }

  /** Puts a node behind the others that nobody has and that has nothing inside, so that no circle can come of it. */
  append(node: CsXNode): void {
    node.parent = this;
    this.hasEndTag = false;
    this.nodes.push(node);
  }

  remove(node: CsXNode): void {
    const at = this.nodes.indexOf(node);
    if (at >= 0) this.nodes.splice(at, 1);
    node.parent = null;
  }

  *elements(): Generator<CsXElement> {
    for (const node of [...this.nodes]) if (node instanceof CsXElement) yield node;
  }

  /** Everything below, depth first. */
  *descendants(): Generator<CsXNode> {
    for (const node of [...this.nodes]) {
      yield node;
      if (node instanceof CsXContainer) yield* node.descendants();
    }
  }
}

function isWithin(container: CsXContainer, node: CsXNode): boolean {
  for (let above: CsXNode | null = container; above !== null; above = above.parent)
    if (above === node) return true;
  return false;
}

export class CsXElement extends CsXContainer {
  readonly csType = "XElement";
  readonly attributes: CsXAttribute[] = [];
  constructor(public name: CsXName) {
    super();
  }
  get text(): string {
    let text = "";
    for (const node of this.descendants())
      if (node instanceof CsXText && node.csType !== "XComment") text += node.value;
    return text;
  }
  clone(): CsXElement {
    const copy = new CsXElement(this.name);
    copy.hasEndTag = this.hasEndTag;
    for (const { name, value } of this.attributes) {
      const attribute = new CsXAttribute(name, value);
      attribute.parent = copy;
      copy.attributes.push(attribute);
    }
    for (const node of this.nodes) copy.insert(node.clone());
    return copy;
  }
}

export interface XmlDeclaration {
  readonly version: string | null;
  readonly encoding: string | null;
  readonly standalone: string | null;
}

export class CsXDeclaration implements CsObject {
  readonly csType = "XDeclaration";
  constructor(readonly parts: XmlDeclaration) {}
  csText(): string {
    const { version, encoding, standalone } = this.parts;
    const part = (name: string, value: string | null) => (value === null ? "" : ` ${name}="${value}"`);
    return `<?xml${part("version", version)}${part("encoding", encoding)}${part("standalone", standalone)}?>`;
  }
}

export class CsXDocument extends CsXContainer {
  readonly csType = "XDocument";
  declaration: CsXDeclaration | null = null;
  get root(): CsXElement | null {
    return (this.nodes.find((node) => node instanceof CsXElement) as CsXElement | undefined) ?? null;
  }
  clone(): CsXDocument {
    const copy = new CsXDocument();
    copy.declaration = this.declaration;
    for (const node of this.nodes) copy.insert(node.clone());
    return copy;
  }
}

export const isXml = (value: Value): value is CsXNode => value instanceof CsXNode;
