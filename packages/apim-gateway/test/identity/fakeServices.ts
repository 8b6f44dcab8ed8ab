import { Body } from "../../src/messages/body";
import { Headers } from "../../src/messages/headers";
import { type Services, type StateMaker, stateIn } from "../../src/pipeline/services";
import type { BackendRequest } from "../../src/ports/transport";
import { identitySettings } from "../../src/settings/identity";
import { defaultsOf } from "../../src/settings/row";

/** As much of a gateway's services as identities need: a clock, settings, shared state and a web of JSON documents. */
export function fakeServices(document: (url: string) => object) {
  const requests: BackendRequest[] = [];
  const states = new Map<StateMaker<unknown>, unknown>();
  const clock = { now: Date.UTC(2026, 0, 1) };
  const services = {
    now: () => clock.now,
    random: () => 0.5,
    compute: <T>(work: Promise<T>) => work,
    settings: defaultsOf(identitySettings),
    shared: <T>(maker: StateMaker<T>): T => shared(maker),
    transport: (request: BackendRequest) => {
      requests.push(request);
      const body = Body.of(JSON.stringify(document(request.url)));
      return { status: 200, reason: "OK", headers: new Headers(), body };
    },
  } as unknown as Services;
  const shared = stateIn(states, () => services);
  return { services, requests, clock };
}
