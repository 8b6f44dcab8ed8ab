import type { PolicyDefinition } from "../../pipeline/policy";
import { findAndReplace } from "./findAndReplace";
import { jsonToXml } from "./jsonToXml";
import { mockResponse } from "./mockResponse";
import { rewriteUri } from "./rewriteUri";
import { setBody } from "./setBody";
import { setHeader } from "./setHeader";
import { setMethod } from "./setMethod";
import { setQueryParameter } from "./setQueryParameter";
import { setStatus } from "./setStatus";
import { xmlToJson } from "./xmlToJson";

/** Policies that change the request and the response. */
export const transformation: readonly PolicyDefinition[] = [
  setHeader,
  setQueryParameter,
  setBody,
  setMethod,
  setStatus,
  rewriteUri,
  findAndReplace,
  jsonToXml,
  xmlToJson,
  mockResponse,
];
