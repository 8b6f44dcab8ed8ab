import type { PolicyDefinition } from "../../pipeline/policy";
import { forwardRequest } from "./forwardRequest";
import { returnResponse } from "./returnResponse";
import { sendOneWayRequest, sendRequest } from "./sendRequest";
import { setBackendService } from "./setBackendService";

/** Policies that call others, or answer instead of them. */
export const outgoing: readonly PolicyDefinition[] = [
  forwardRequest,
  returnResponse,
  sendOneWayRequest,
  sendRequest,
  setBackendService,
];
