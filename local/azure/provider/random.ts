import { shapeFaults } from "../declared/declaredShape";
import type { DeclaredResource, PackageTypes } from "../declared/packageTypes";
import type { PlainObject } from "../paths";
import { isPlainObject, sameValue } from "../paths";
import type { Change } from "./diff";
import type {
  CheckRequest,
  CheckResult,
  CreateRequest,
  PackageProvider,
  ReadRequest,
  UpdateRequest,
} from "./packageProvider";
import { ProviderFailure } from "./packageProvider";
import { generators, type RandomBytes } from "./randomValues";
import { isUnknown, plain, secret, UNKNOWN, type Values, withSecretsOf } from "./wire";

/**
 * The `random` package. Its resources live in the Pulumi state alone: created once, the same ever after, made anew when
 * any input changes.
 */
export class Random implements PackageProvider {
  constructor(
    private readonly types: PackageTypes,
    private readonly bytes: RandomBytes,
  ) {}

  get version(): string {
    return this.types.version;
  }
  begin(): void {}
  cancel(): void {}

  check({ type, news }: CheckRequest): CheckResult {
    const declared = this.find(type);
    if (declared === undefined) return { inputs: news, failures: [{ path: "", reason: unknownType(type) }] };
    return { inputs: news, failures: shapeFaults(declared.inputs, plain(news), "", isUnknown) };
  }

  diff({ olds, news }: { olds: Values; news: Values }): readonly Change[] {
    const [before, after] = [plain(olds) as PlainObject, plain(news) as PlainObject];
    return [...new Set([...Object.keys(before), ...Object.keys(after)])]
      .filter((key) => !key.startsWith("__") && !sameValue(before[key], after[key]))
      .map((path) => ({
        path,
        kind: before[path] === undefined ? "add" : after[path] === undefined ? "delete" : "update",
        replaces: true,
      }));
  }

  async create({ type, inputs, preview }: CreateRequest): Promise<{ id: string; outputs: Values }> {
    const declared = this.find(type);
    const row = generators[type.split(":")[2] ?? ""];
    if (declared === undefined || row === undefined) throw new ProviderFailure(unknownType(type));
    if (preview) {
      const unknown = Object.fromEntries(
        [...declared.outputs].filter(([, always]) => always).map(([name]) => [name, UNKNOWN]),
      );
      const secrets = Object.fromEntries(row.secrets.map((name) => [name, secret(UNKNOWN)]));
      return { id: "", outputs: { ...row.defaults, ...unknown, ...row.defaults, ...inputs, ...secrets } };
    }
    const values = { ...row.defaults, ...(plain(inputs) as PlainObject) };
    const made = row.make(values, this.bytes);
    const marked = Object.fromEntries(
      Object.entries(made.outputs).map(([name, value]) => [
        name,
        row.secrets.includes(name) ? secret(value) : value,
      ]),
    );
    return { id: made.id, outputs: { ...(withSecretsOf(values, inputs) as Values), ...marked } };
  }

  async read({ type, id, inputs, outputs }: ReadRequest): Promise<{ outputs: Values; inputs: Values }> {
    if (Object.keys(outputs).length === 0)
      throw new ProviderFailure(`importing ${type} \`${id}\` is not offered by the local provider`);
    return { outputs, inputs: isPlainObject(inputs) ? inputs : {} };
  }

  async update({ oldOutputs, inputs }: UpdateRequest): Promise<Values> {
    return { ...oldOutputs, ...inputs };
  }

  async delete(): Promise<void> {}

  async invoke(token: string): Promise<Values> {
    throw new ProviderFailure(`the local random provider has no function \`${token}\``);
  }

  private find(token: string): DeclaredResource | undefined {
    return generators[token.split(":")[2] ?? ""] && this.types.find(token);
  }
}

function unknownType(token: string): string {
  return `the local random provider has no \`${token}\`. It has: ${Object.keys(generators).join(", ")}. Add a row to local/azure/provider/randomValues.ts.`;
}
