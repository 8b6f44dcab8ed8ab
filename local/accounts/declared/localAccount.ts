import type { Tier } from "../../../infra/topology/topology";

/** A deployment, as far as it matters to who calls it. */
export interface LocalDeployment {
  readonly name: string;
  readonly model: string;
  /** Empty: Azure's default of the day. */
  readonly version: string;
  readonly tier: Tier;
  /** PTU, or thousands of tokens per minute. */
  readonly capacity: number;
  /** Of the same account; takes what this one refuses (Azure OpenAI, spillover). */
  readonly spillover?: string;
}

/** An Azure OpenAI account, as far as it matters to who calls it. */
export interface LocalAccount {
  /** First part of its host name. */
  readonly subdomain: string;
  /** ARM's id; what roles are judged by. @default roles are not judged */
  readonly resourceId?: string;
  readonly region: string;
  /** Whether its keys open it: local authentication is not disabled. */
  readonly takesKeys: boolean;
  /** Whether anybody can reach it: public access, or a private endpoint that stands for the gateway's network. */
  readonly reachable: boolean;
  readonly deployments: readonly LocalDeployment[];
}
