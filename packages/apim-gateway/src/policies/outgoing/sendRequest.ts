import type { Exchange } from "../../pipeline/exchange";
import { PolicyFailure } from "../../pipeline/failure";
import { ResponseMessage } from "../../pipeline/messages";
import type { PolicyDefinition } from "../../pipeline/policy";
import type { PolicyCompiler } from "../../pipeline/policyCompiler";
import type { Step } from "../../pipeline/step";
import { after, given, settle, type Waiting } from "../../pipeline/waiting";
import { type BackendResponse, TransportFailure } from "../../ports/transport";
import type { PolicyElement } from "../../xml/policyDocument";
import { type AuxiliaryRequest, compileAuxiliaryRequest } from "./auxiliaryRequest";
import { NoResponse } from "./callBackend";

/** `send-request`: calls somebody and keeps the response, body and all, in a variable. */
export const sendRequest: PolicyDefinition = {
  name: "send-request",
  limits: "`proxy` is refused when reached",
  compile(element, compiler) {
    const variable = compiler.text(element, "response-variable-name");
    const ignore = compiler.boolean(element, "ignore-error", false);
    const unset = compiler.settings.sendRequestErrorVariable === "unset";
    const keep = (end: BackendResponse | NoResponse, exchange: Exchange): Waiting => {
      if (end instanceof NoResponse) throw end.failure;
      return after(end.body.load(exchange.services.bodyLimit), setResponse, exchange, end);
    };
    const setResponse = (
      exchange: Exchange,
      { status, reason, headers, body }: BackendResponse,
    ): undefined => {
      exchange.variables.set(variable(exchange), new ResponseMessage(status, reason, headers, body));
      exchange.recorder?.note(`answered ${status} ${reason}`);
    };
    const fail = (error: unknown, exchange: Exchange): undefined => {
      const message = error instanceof Error ? error.message : String(error);
      exchange.recorder?.note(`no answer: ${message}`);
      if (!ignore(exchange)) throw failure(error);
      if (!unset) exchange.variables.set(variable(exchange), null);
    };
    return compiled(element, compiler, (request) => {
      const ask = (exchange: Exchange): Waiting => given(request.send(exchange), keep, exchange);
      return (exchange) => settle(ask, done, fail, exchange, undefined);
    });
  },
};

/** `send-one-way-request`: calls somebody and does not wait for the response. */
export const sendOneWayRequest: PolicyDefinition = {
  name: "send-one-way-request",
  limits: "`proxy` is refused when reached",
  compile: (element, compiler) =>
    compiled(element, compiler, (request) => (exchange) => {
      void given(request.send(exchange), forget, exchange);
      return undefined;
    }),
};

const done = (): undefined => undefined;

function forget(end: BackendResponse | NoResponse, { recorder }: Exchange): undefined {
  if (end instanceof NoResponse) recorder?.note(`not delivered: ${String(end.failure)}`);
  else end.body.discard();
}

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
