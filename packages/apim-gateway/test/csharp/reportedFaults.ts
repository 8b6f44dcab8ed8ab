import type { TypedValue } from "./oracle/description";

export interface ReportedFault {
  readonly name: string;
  /** What `set-variable` left behind: a literal is a string, an expression keeps its type. */
  readonly variables: Readonly<Record<string, TypedValue>>;
  /** The backend could not be reached, so there is no response. */
  readonly noResponse?: true;
  readonly source: string;
  /** As the comparison writes it: `static type value` or `static type !exception`. */
  readonly expected: string;
  readonly message?: string;
}

const text = (value: string): TypedValue => ({ type: "string", value });
const int = (value: number): TypedValue => ({ type: "int", value: value.toString() });
const invalidCast = "!System.InvalidCastException";
const unboxing = "Specified cast is not valid.";
const notText = "Unable to cast object of type 'System.Int32' to type 'System.String'.";

/**
 * Faults that users of load balancing policies reported from the service, in expressions of our own: variables whose type
 * depends on who set them last, and responses that are not there.
 */
export const reportedFaults: readonly ReportedFault[] = [
  {
    name: "a counter that a literal set is a string, and is not cast to a number",
    variables: { left: text("1") },
    source: 'context.Response.StatusCode == 429 && (Int32)context.Variables["left"] > 0',
    expected: `System.Boolean ${invalidCast}`,
    message: unboxing,
  },
  {
    name: "the same counter, once an expression has counted it, is a number and is cast",
    variables: { left: int(1) },
    source: 'context.Response.StatusCode == 429 && (Int32)context.Variables["left"] > 0',
    expected: "System.Boolean System.Boolean:True",
  },
  {
    name: "reading the counter as a string to parse it works before it was counted",
    variables: { left: text("3") },
    source: 'int.Parse((string)context.Variables["left"]) - 1',
    expected: "System.Int32 System.Int32:2",
  },
  {
    name: "and fails after it was counted",
    variables: { left: int(3) },
    source: 'int.Parse((string)context.Variables["left"]) - 1',
    expected: `System.Int32 ${invalidCast}`,
    message: notText,
  },
  {
    name: "the text of the value can be parsed before",
    variables: { left: text("3") },
    source: 'int.Parse(context.Variables["left"].ToString()) - 1',
    expected: "System.Int32 System.Int32:2",
  },
  {
    name: "and after",
    variables: { left: int(3) },
    source: 'int.Parse(context.Variables["left"].ToString()) - 1',
    expected: "System.Int32 System.Int32:2",
  },
  {
    name: "GetValueOrDefault casts as exactly as a cast",
    variables: { left: text("3") },
    source: 'context.Variables.GetValueOrDefault<int>("left", 0) > 0',
    expected: `System.Boolean ${invalidCast}`,
    message: unboxing,
  },
  {
    name: "a default of another type does not help",
    variables: { left: int(3) },
    source: 'context.Variables.GetValueOrDefault("left", "0")',
    expected: `System.String ${invalidCast}`,
    message: notText,
  },
  {
    name: "a flag that a literal set is no bool",
    variables: { retry: text("true") },
    source: '(bool)context.Variables["retry"] ? 1 : 0',
    expected: `System.Int32 ${invalidCast}`,
    message: unboxing,
  },
  {
    name: "a member of JSON is a token, and no number until it is cast as a token",
    variables: { priority: { type: "json", value: "1" } },
    source: '(int)context.Variables["priority"]',
    expected: `System.Int32 ${invalidCast}`,
    message: unboxing,
  },
  {
    name: "as a token it converts",
    variables: { priority: { type: "json", value: "1" } },
    source: '(int)(JToken)context.Variables["priority"]',
    expected: "System.Int32 System.Int32:1",
  },
  {
    name: "whole numbers of JSON are long, so their value is no int",
    variables: { priority: { type: "json", value: "1" } },
    source: '(int)((JValue)context.Variables["priority"]).Value',
    expected: `System.Int32 ${invalidCast}`,
    message: unboxing,
  },
  {
    name: "after a dropped connection there is no response to ask for its status",
    variables: {},
    noResponse: true,
    source: "context.Response.StatusCode == 429 || context.Response.StatusCode >= 500",
    expected: "System.Boolean !System.NullReferenceException",
    message: "Object reference not set to an instance of an object.",
  },
  {
    name: "a condition that allows for that is true",
    variables: {},
    noResponse: true,
    source: "context.Response == null || context.Response.StatusCode == 429",
    expected: "System.Boolean System.Boolean:True",
  },
  {
    name: "a wait that is unset is no number",
    variables: { wait: { type: "null" } },
    source: 'Math.Max(1, (int)context.Variables["wait"])',
    expected: "System.Int32 !System.NullReferenceException",
    message: "Object reference not set to an instance of an object.",
  },
  {
    name: "a variable is compared with text by reference, and so is never equal",
    variables: { tier: text("ptu") },
    source: 'context.Variables["tier"] == "ptu"',
    expected: "System.Boolean System.Boolean:False",
  },
];
