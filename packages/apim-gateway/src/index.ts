// The front door: re-exports only. What stands here is what others may use; a test lists it.

export { type CheckedFolder, type CheckOptions, checkFolder } from "./gateway/checkFolder";
export {
  ConfigurationError,
  createGateway,
  type Gateway,
  type GatewayOptions,
  Region,
} from "./gateway/gateway";
export { type PolicySupport, policySupport, policySupportMarkdown } from "./gateway/policySupport";
export { settingRooms } from "./gateway/settings";
export { realSurroundings } from "./http/surroundings";
export {
  createUndiciTransport,
  type UndiciTransport,
  type UndiciTransportOptions,
} from "./http/undiciTransport";
export { Body } from "./messages/body";
export { Headers } from "./messages/headers";
export type { ArrivingRequest, GatewayAnswer, HandleRequest } from "./ports/gatewayRequest";
export { type GatewayProblem, gatewayProblemText } from "./ports/problem";
export type { Surroundings } from "./ports/surroundings";
export {
  type IncomingResponse,
  type OutgoingRequest,
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
  type FolderGateway,
  type FolderGatewayOptions,
  type ServeEvent,
  startFolderGateway,
} from "./serve/folderGateway";
export { createVirtualTime, type VirtualTime, type VirtualTimeOptions } from "./virtual/virtualTime";
