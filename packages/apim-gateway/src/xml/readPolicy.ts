import { type ParsedPolicy, type ParseOptions, parsePolicyXml } from "./parsePolicyXml";
import { type ValidateOptions, validatePolicy } from "./validatePolicy";

/** Parses and validates: the tree, and every problem in the order of the source. Never throws. */
export function readPolicy(source: string, options: ParseOptions & ValidateOptions): ParsedPolicy {
  return judgePolicy(parsePolicyXml(source, options), options);
}

/** Validates what was parsed: a fragment is parsed once, and judged by each section that includes it. */
export function judgePolicy({ document, problems }: ParsedPolicy, options: ValidateOptions): ParsedPolicy {
  if (document === undefined) return { document, problems };
  const all = [...problems, ...validatePolicy(document, options)];
  return { document, problems: all.sort((a, b) => a.line - b.line || a.column - b.column) };
}
