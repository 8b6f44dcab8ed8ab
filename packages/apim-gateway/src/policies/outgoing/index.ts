import type { PolicyFamily } from "../../pipeline/policy";
import { forwardRequest } from "./forwardRequest";
import { returnResponse } from "./returnResponse";
import { sendOneWayRequest, sendRequest } from "./sendRequest";
import { setBackendService } from "./setBackendService";
import { outgoingSettings } from "./settings";

/** Policies that call others, or answer instead of them. */
export const outgoing: PolicyFamily = {
  policies: [forwardRequest, returnResponse, sendOneWayRequest, sendRequest, setBackendService],
  settings: outgoingSettings,
};
