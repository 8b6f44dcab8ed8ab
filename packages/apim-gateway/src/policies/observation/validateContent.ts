import type { Exchange } from "../../pipeline/exchange";
import { PolicyFailure } from "../../pipeline/failure";
import { ready } from "../../pipeline/getter";
import type { PolicyDefinition } from "../../pipeline/policy";
import type { PolicyCompiler } from "../../pipeline/policyCompiler";
import type { Step } from "../../pipeline/step";
import { after, type Waiting } from "../../pipeline/waiting";
import { findAttribute, type PolicyElement } from "../../xml/policyDocument";
import { decompressed, encodingOf } from "../transformation/bodyText";
import type { HasBody } from "../transformation/replaceBody";
import { changesRequest, messageOf } from "../transformation/sectionMessage";
import { compileContentType } from "./contentTypeMap";
import { errorsValue, sizeError, unspecifiedError, type ValidationError } from "./validationError";

/** `validate-content`: the size of the body and its content type. Schemas are not checked: reaching one is refused. */
export const validateContent: PolicyDefinition = {
  name: "validate-content",
  limits:
    "Sizes and content types only; a body that would be checked against a schema is refused with 501 (`contentSchemas`).",
  compile: (element, compiler) => {
    const mostOf = compiler.number(element, "max-size", 102_400);
    const sizeAction = findAttribute(element, "size-exceeded-action")?.text;
    const typeAction = findAttribute(element, "unspecified-content-type-action")?.text;
    const variable = findAttribute(element, "errors-variable-name")?.text;
    const typeOf = compileContentType(element, compiler);
    const checks = compiler.settings.contentSchemas === "refused";
    const contents = element.children
      .filter(({ name }) => name === "content")
      .map((content) => ({
        type: (findAttribute(content, "type")?.text ?? "").toLowerCase(),
        check:
          checks && findAttribute(content, "action")?.text !== "ignore"
            ? refusal(content, compiler)
            : undefined,
      }));
    const ofRequest = changesRequest(compiler);
    const found = (exchange: Exchange, error: ValidationError) => tell(exchange, error, variable);
    const check = (exchange: Exchange, { message, most }: { message: HasBody; most: number }): Waiting => {
      if (sizeAction === "detect" || sizeAction === "prevent") {
        const size = sizeOf(message, exchange);
        if (size > most) found(exchange, sizeError(ofRequest, size, most, sizeAction));
      }
      const type = typeOf(exchange, message.headers);
      const content = contents.find((one) => one.type === "" || one.type === type);
      if (content !== undefined) return content.check?.(exchange);
      if (typeAction === "detect" || typeAction === "prevent")
        found(exchange, unspecifiedError(ofRequest, type, typeAction));
      return undefined;
    };
    return (exchange) => {
      const message = messageOf(exchange, ofRequest);
      if (message === undefined || message.body === null) return undefined;
      if (variable !== undefined) exchange.variables.set(variable, errorsValue([]));
      const most = mostOf(exchange);
      const measuring = sizeAction === "ignore" ? undefined : loadForSize(exchange, message, ofRequest);
      return after(measuring, check, exchange, { message, most });
    };
  },
};

const refusal = (content: PolicyElement, compiler: PolicyCompiler): Step =>
  compiler.unsupported("validate-content does not check bodies against schemas in this gateway.", content);

/** The size is in a header, unless the body is compressed or comes in chunks. */
const declaredSize = (message: HasBody): number | undefined => {
  const text = message.headers.get("content-length");
  return encodingOf(message) === undefined && text !== undefined && /^\d+$/.test(text)
    ? Number(text)
    : undefined;
};

function loadForSize(exchange: Exchange, message: HasBody, ofRequest: boolean): undefined | Promise<void> {
  if (declaredSize(message) !== undefined) return undefined;
  return ready(exchange, { request: ofRequest, response: !ofRequest });
}

/** Bytes of the body, decompressed. @throws PolicyFailure */
function sizeOf(message: HasBody, exchange: Exchange): number {
  const declared = declaredSize(message);
  if (declared !== undefined || message.body === null) return declared ?? 0;
  const encoding = encodingOf(message);
  return encoding === undefined
    ? (message.body.size ?? 0)
    : decompressed(message.body.bytes(), encoding, exchange).byteLength;
}

/** @throws PolicyFailure for a mistake that is to be prevented: 400 for a request, 502 for a response */
function tell(exchange: Exchange, error: ValidationError, variable: string | undefined): void {
  if (variable !== undefined) exchange.variables.set(variable, errorsValue([error]));
  exchange.services.log.trace(
    { source: "validate-content", severity: "error", message: error.details, metadata: {} },
    exchange,
  );
  if (error.action === "detect") return;
  const ofRequest = error.type === "RequestBody";
  throw new PolicyFailure({
    reason: ofRequest ? "Bad request" : "Response not allowed",
    message: error.details,
    answer: error.answer,
    status: ofRequest ? 400 : 502,
  });
}
