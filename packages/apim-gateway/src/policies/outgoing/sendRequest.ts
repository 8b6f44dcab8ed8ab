import { PolicyFailure } from "../../pipeline/failure";
import { ResponseMessage } from "../../pipeline/messages";
import type { PolicyDefinition } from "../../pipeline/policy";
import type { PolicyCompiler } from "../../pipeline/policyCompiler";
import { after, type Step } from "../../pipeline/step";
import { type BackendResponse, TransportFailure } from "../../ports/transport";
import type { PolicyElement } from "../../xml/policyDocument";
import { type AuxiliaryRequest, compileAuxiliaryRequest } from "./auxiliaryRequest";

/** `send-request`: calls somebody and keeps the response, body and all, in a variable. */
export const sendRequest: PolicyDefinition = {
  name: "send-request",
  limits: "`proxy` is refused when reached",
  compile(element, compiler) {
    const variable = compiler.text(element, "response-variable-name");
    const ignore = compiler.boolean(element, "ignore-error", false);
    const unset = compiler.settings.sendRequestErrorVariable === "unset";
    return compiled(element, compiler, (request) => (exchange) => {
      const limit = exchange.services.bodyLimit;
      const keep = (answer: BackendResponse) =>
        after(answer.body.load(limit), () => {
          const { status, reason, headers, body } = answer;
          exchange.variables.set(variable(exchange), new ResponseMessage(status, reason, headers, body));
          exchange.recorder?.note(`answered ${status} ${reason}`);
          return undefined;
        });
      const fail = (error: unknown): undefined => {
        const message = error instanceof Error ? error.message : String(error);
        exchange.recorder?.note(`no answer: ${message}`);
        if (!ignore(exchange)) throw failure(error);
        if (!unset) exchange.variables.set(variable(exchange), null);
        return undefined;
      };
      try {
        const answer = request.send(exchange);
        const waiting = answer instanceof Promise ? answer.then(keep) : keep(answer);
        return waiting?.catch(fail);
      } catch (error) {
        return fail(error);
      }
    });
  },
};

/** `send-one-way-request`: calls somebody and does not wait for the response. */
export const sendOneWayRequest: PolicyDefinition = {
  name: "send-one-way-request",
  limits: "`proxy` is refused when reached",
  compile: (element, compiler) =>
    compiled(element, compiler, (request) => (exchange) => {
      const forget = (answer: BackendResponse) => answer.body.discard();
      const miss = (error: unknown) => exchange.recorder?.note(`not delivered: ${String(error)}`);
      try {
        const answer = request.send(exchange);
        if (answer instanceof Promise) void answer.then(forget, miss);
        else forget(answer);
      } catch (error) {
        if (!(error instanceof TransportFailure)) throw error;
        miss(error);
      }
      return undefined;
    }),
};

function compiled(
  element: PolicyElement,
  compiler: PolicyCompiler,
  step: (request: AuxiliaryRequest) => Step,
): Step {
  const foreign = element.children.find(({ name }) => name === "proxy");
  if (foreign !== undefined)
    return compiler.unsupported(`\`${foreign.name}\` of ${element.name} is not executed here.`, foreign);
  return step(compileAuxiliaryRequest(element, compiler));
}

function failure(error: unknown): unknown {
  if (!(error instanceof TransportFailure)) return error;
  return new PolicyFailure({
    reason: error.kind === "timeout" ? "Timeout" : "BackendConnectionFailure",
    message: error.message,
  });
}
