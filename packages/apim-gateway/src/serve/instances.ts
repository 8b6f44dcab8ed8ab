import type { Gateway } from "../gateway/createGateway";
import type { GatewayResponse, HandleRequest } from "../ports/gatewayRequest";

/** Several instances of one gateway behind one address: each request goes to the next one, as through a load balancer. */
export function spread(instances: readonly Gateway[]): HandleRequest {
  if (instances.length === 1) return (instances[0] as Gateway).handle;
  let next = 0;
  return (request): GatewayResponse | Promise<GatewayResponse> => {
    const instance = instances[next] as Gateway;
    next = (next + 1) % instances.length;
    return instance.handle(request);
  };
}
