import { policyGateway } from "./policyGateway";

export const json = { "Content-Type": "application/json" };

/** What the backend gets when a policy of inbound makes the body. */
export async function posted(
  setBody: string,
  body = "{}",
  options: object = {},
  headers: Record<string, string> = json,
) {
  const gateway = policyGateway({ inbound: setBody, ...options });
  const answer = await gateway.send({ method: "POST", body, headers });
  return { answer, call: gateway.calls[0], gateway };
}
