import type { CsObject } from "../../../csharp/runtime/value";
import type { Exchange } from "../../../pipeline/exchange";
import type { Getter } from "../../../pipeline/getter";
import type { PolicyCompiler } from "../../../pipeline/policyCompiler";
import { statusGetter } from "../../../pipeline/statusGetter";
import type { Step } from "../../../pipeline/step";
import { given, type Maybe, type Waiting } from "../../../pipeline/waiting";
import { findAttribute, type PolicyElement } from "../../../xml/policyDocument";
import { decryptToken } from "./decryptToken";
import { compileInlineKeys } from "./inlineKeys";
import type { KeyMaterial } from "./keyMaterial";
import { KnownTokens } from "./knownTokens";
import { longestToken, type ParsedToken, parseToken, tokenForm } from "./parsedToken";
import { checkSignature, type SignatureResult } from "./signatures";
import { type DefaultAnswers, type TokenFault, tokenFailure } from "./tokenFault";
import { findRuleFault, type TokenRules } from "./tokenRules";
import { compileTokenSource } from "./tokenSource";

/** What one policy asks of a token. */
export interface TokenCheck {
  readonly answers: DefaultAnswers;
  readonly requireSigned: Getter<boolean>;
  /** What the token may be signed with. */
  readonly keys: (exchange: Exchange, token: ParsedToken) => Maybe<KeyMaterial>;
  readonly rules: (exchange: Exchange, token: ParsedToken, material: KeyMaterial) => TokenRules;
  /** What else has to be true. */
  readonly findFault?: (exchange: Exchange, token: ParsedToken) => TokenFault | undefined;
}

/** The step of a policy that checks a token: finds it, checks signature and claims, and keeps it in a variable. */
export function compileTokenCheck(element: PolicyElement, compiler: PolicyCompiler, check: TokenCheck): Step {
  const source = compileTokenSource(element, compiler);
  const status = statusGetter(element, "failed-validation-httpcode", 401, compiler);
  const message = compiler.optionalText(element, "failed-validation-error-message");
  const telling = compiler.settings.jwtFailureAnswer;
  const algorithms = new Set(compiler.settings.jwtAlgorithms.split(/\s+/));
  const decryption = compileInlineKeys(element, compiler, "decryption-keys");
  const variable = findAttribute(element, "output-token-variable-name")?.text;

  const refuse = (exchange: Exchange, fault: TokenFault): never => {
    throw tokenFailure(fault, status(exchange), message?.(exchange), check.answers, telling);
  };

  const judge = (exchange: Exchange, token: ParsedToken, material: KeyMaterial): undefined => {
    const rules = check.rules(exchange, token, material);
    const fault =
      findRuleFault(token.claims, rules, exchange.services.now() / 1000) ??
      check.findFault?.(exchange, token);
    if (fault !== undefined) {
      if (fault.reason === "TokenExpired") exchange.services.shared(KnownTokens).forget(token.text);
      return refuse(exchange, fault);
    }
    if (variable !== undefined) exchange.variables.set(variable, token.jwt as unknown as CsObject);
    exchange.recorder?.note(`The token of '${token.jwt.subject ?? ""}' is valid.`);
    return undefined;
  };

  const finish = (material: KeyMaterial, exchange: Exchange, token: ParsedToken): Waiting => {
    if (!token.signed && !check.requireSigned(exchange)) return judge(exchange, token, material);
    const known = exchange.services.shared(KnownTokens);
    const before = known.find(token.text)?.key;
    const accept = (result: SignatureResult): undefined => {
      if ("fault" in result) return refuse(exchange, result.fault);
      if (before !== result.key) known.add(token, result.key);
      return judge(exchange, token, material);
    };
    const result = checkSignature(token, material.keys, algorithms, before);
    return given(result instanceof Promise ? exchange.services.compute(result) : result, accept, undefined);
  };

  const read = (exchange: Exchange, text: string): Waiting => {
    const token = exchange.services.shared(KnownTokens).find(text)?.token ?? parseToken(text);
    if (token === undefined) return refuse(exchange, notReadable(text));
    const material = check.keys(exchange, token);
    return given(material, finish, exchange, token);
  };

  return (exchange) => {
    const text = source(exchange);
    if (text === undefined)
      return refuse(exchange, { reason: "TokenNotPresent", message: check.answers.absent });
    if (text.length > longestToken || tokenForm(text) !== "encrypted") return read(exchange, text);
    const keys = decryption(exchange);
    if (keys.length === 0) return read(exchange, text);
    return exchange.services
      .compute(decryptToken(text, keys))
      .then((inner) => (inner === undefined ? refuse(exchange, notDecrypted) : read(exchange, inner)));
  };
}

const notDecrypted: TokenFault = {
  reason: "JwtInvalid",
  message: "IDX10603: no key of 'decryption-keys' decrypts the token. Access denied.",
};

function notReadable(text: string): TokenFault {
  if (text.length > longestToken)
    return {
      reason: "JwtInvalid",
      message: `IDX10209: the token has ${text.length} characters, more than ${longestToken}.`,
    };
  return {
    reason: "JwtInvalid",
    message:
      tokenForm(text) === "encrypted"
        ? "IDX10609: the token is encrypted and there is no key to decrypt it."
        : "IDX12741: the token is not a JWT of three parts with JSON objects in the first two.",
  };
}
