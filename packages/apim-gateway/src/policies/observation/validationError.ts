import { CsJArray, CsJObject, CsJValue } from "../../csharp/runtime/json/token";

/** A mistake that `validate-content` found. Texts come from the reference's table of validation errors. */
export interface ValidationError {
  /** Content type of the message, where the mistake is in that. */
  readonly name: string;
  readonly type: "RequestBody" | "ResponseBody";
  readonly rule: "SizeLimit" | "Unspecified";
  /** For the owner of the API. */
  readonly details: string;
  /** For the caller. */
  readonly answer: string;
  readonly action: "detect" | "prevent";
}

const internal = "The request could not be processed due to an internal error. Contact the API owner.";

export function sizeError(
  ofRequest: boolean,
  size: number,
  most: number,
  action: ValidationError["action"],
): ValidationError {
  const whose = ofRequest ? "Request" : "Response";
  return {
    name: "",
    type: ofRequest ? "RequestBody" : "ResponseBody",
    rule: "SizeLimit",
    details: `${whose}'s body is ${size} bytes long and it exceeds the configured limit of ${most} bytes.`,
    answer: ofRequest
      ? `Request's body is ${size} bytes long and it exceeds the limit of ${most} bytes.`
      : internal,
    action,
  };
}

export function unspecifiedError(
  ofRequest: boolean,
  contentType: string,
  action: ValidationError["action"],
): ValidationError {
  const text = `Unspecified content type ${contentType} is not allowed.`;
  return {
    name: contentType,
    type: ofRequest ? "RequestBody" : "ResponseBody",
    rule: "Unspecified",
    details: text,
    answer: ofRequest ? text : internal,
    action,
  };
}

/** For the variable of `errors-variable-name`: a list of objects with the documented members. */
export function errorsValue(errors: readonly ValidationError[]): CsJArray {
  return CsJArray.of(
    errors.map(({ name, type, rule, details, action }) => {
      const made = new CsJObject();
      const members = { Name: name, Type: type, ValidationRule: rule, Details: details, Action: action };
      for (const [member, value] of Object.entries(members)) made.set(member, new CsJValue(value));
      return made;
    }),
  );
}
