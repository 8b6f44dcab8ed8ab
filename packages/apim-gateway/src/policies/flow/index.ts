import type { PolicyDefinition } from "../../pipeline/policy";
import { base } from "./base";
import { choose } from "./choose";
import { includeFragment } from "./includeFragment";
import { retry } from "./retry";
import { setVariable } from "./setVariable";
import { wait } from "./wait";

/** Policies that decide which others run. */
export const flow: readonly PolicyDefinition[] = [base, choose, includeFragment, retry, setVariable, wait];
