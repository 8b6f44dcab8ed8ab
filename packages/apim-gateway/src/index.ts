// The front door: re-exports only. What stands here is what others may use; a test lists it.

export type { BackendState } from "./backends/backends";
export type { BreakerChange, BreakerState } from "./backends/circuitBreaker";
export { checkDocuments } from "./gateway/checkDocuments";
export { type CheckedFolder, type CheckOptions, checkFolder } from "./gateway/checkFolder";
export {
  ConfigurationError,
  createGateway,
  type Gateway,
  type GatewayOptions,
  SharedState,
} from "./gateway/createGateway";
export { type PolicySupport, policySupport, policySupportMarkdown } from "./gateway/policySupport";
export { type FetchTransportOptions, fetchTransport } from "./http/fetchTransport";
export { realEnvironment } from "./http/realEnvironment";
export {
  type SocketTransport,
  type SocketTransportOptions,
  socketTransport,
} from "./http/socketTransport";
export type { TokenRequest } from "./identity/identityProvider";
export { Body } from "./messages/body";
export { Headers } from "./messages/headers";
export type { Trace, TraceAttempt, TracePolicy } from "./observe/trace";
export { type FormatTraceOptions, formatTrace } from "./observe/traceText";
export type { MetricSample } from "./pipeline/logRecords";
export type { Environment } from "./ports/environment";
export type { GatewayRequest, GatewayResponse, HandleRequest } from "./ports/gatewayRequest";
export { type GatewayProblem, gatewayProblemText } from "./ports/problem";
export {
  type BackendRequest,
  type BackendResponse,
  type Transport,
  TransportFailure,
} from "./ports/transport";
export type { Configuration } from "./resources/configuration";
export {
  type ConfigurationOptions,
  type LoadedConfiguration,
  loadConfiguration,
} from "./resources/loadConfiguration";
export {
  type InstanceBackends,
  type ServedFolder,
  type ServeEvent,
  type ServeFolderOptions,
  serveFolder,
} from "./serve/serveFolder";
export { settingRooms } from "./settings/catalogue";
export {
  type VirtualEnvironment,
  type VirtualEnvironmentOptions,
  virtualEnvironment,
} from "./virtual/virtualEnvironment";
