import type { Registry } from "prom-client";
import type { Exchange } from "../pipeline/exchange";
import { Counters, type Distribution, Histograms, type OnFolded, type Tally } from "./tally";
import { timesOf } from "./times";

/** In seconds: the gateway's own work takes microseconds, a long answer of a model minutes. */
const OWN_BOUNDS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5];
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];

/** What is counted of one operation for one product. */
interface Route {
  readonly labels: { readonly api: string; readonly operation: string; readonly product: string };
  readonly byStatus: Map<number, Tally>;
  readonly total: Distribution;
  readonly gateway: Distribution;
  readonly backend: Distribution;
}

/** Requests and their durations by API, operation and product. */
export class RouteMetrics {
  private readonly requests: Counters;
  private readonly total: Histograms;
  private readonly gateway: Histograms;
  private readonly backend: Histograms;
  /** By ids, and not by objects: these are new in each configuration. */
  private readonly routes = new Map<string, Route>();

  constructor(registry: Registry, folded: OnFolded) {
    const histograms = (name: string, help: string, bounds: readonly number[]) =>
      new Histograms(registry, { name: `apim_gateway_${name}`, help }, bounds, folded);
    this.requests = new Counters(
      registry,
      { name: "apim_gateway_requests_total", help: "Requests whose answer has gone out", most: 10_000 },
      folded,
    );
    this.total = histograms("request_duration_seconds", "From arrival until the answer was out", BOUNDS);
    this.backend = histograms("backend_duration_seconds", "Until the heads of backends' answers", BOUNDS);
    this.gateway = histograms("own_duration_seconds", "Until the answer, without backends", OWN_BOUNDS);
  }

  request(exchange: Exchange): void {
    const route = this.routeOf(exchange);
    const status = exchange.response?.statusCode ?? 200;
    let count = route.byStatus.get(status);
    if (count === undefined) {
      const labels = { ...route.labels, status: String(status), class: `${Math.floor(status / 100)}xx` };
      count = this.requests.child(labels);
      route.byStatus.set(status, count);
    }
    count.add();
    const { total, gateway, backend } = timesOf(exchange, exchange.services.monotonic());
    route.total.add(total / 1000);
    route.gateway.add(gateway / 1000);
    route.backend.add(backend / 1000);
  }

  private routeOf({ parts: { api, operation, product } }: Exchange): Route {
    const key = `${api?.id}\n${operation?.id}\n${product?.id}`;
    const found = this.routes.get(key);
    if (found !== undefined) return found;
    const labels = { api: api?.id ?? "", operation: operation?.id ?? "", product: product?.id ?? "" };
    const { api: ofApi, operation: ofOperation } = labels;
    const timed = { api: ofApi, operation: ofOperation };
    const route = {
      labels,
      byStatus: new Map<number, Tally>(),
      total: this.total.child(timed),
      gateway: this.gateway.child(timed),
      backend: this.backend.child(timed),
    };
    this.routes.set(key, route);
    return route;
  }
}
