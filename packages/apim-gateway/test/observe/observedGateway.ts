import { createObserver, type ObserverOptions } from "../../src/observe/observer";
import { type PolicyGatewayOptions, policyGateway } from "../policies/policyGateway";

/** A gateway that an observer watches, with its log as rows. */
export function observedGateway(options: PolicyGatewayOptions = {}, observing: ObserverOptions = {}) {
  const lines: string[] = [];
  const observer = createObserver({
    write: (line) => {
      lines.push(line);
      return undefined;
    },
    ...observing,
  });
  const gateway = policyGateway({ ...options, log: observer, onBreakerChange: observer.breakerChange });
  if (gateway.errors.length > 0) throw new Error(gateway.errors.join("\n"));
  observer.watch(gateway.gateway());
  const rows = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return {
    ...gateway,
    observer,
    lines,
    rows,
    rowsOf: (type: string) => rows().filter((row) => row.Type === type),
    lastTrace() {
      const [trace] = observer.traces.list();
      if (trace === undefined) throw new Error("No request was traced.");
      return trace;
    },
  };
}
