import type { HostFoundryRequest } from "../csharp/host/data";
import { findDeploymentInPath } from "../messages/deploymentInPath";
import type { RequestMessage } from "./messages";

/** `context.Request.Foundry`, as the setting `foundryDeployment` says. The body is in memory where one is asked for. */
export class FoundryRequest implements HostFoundryRequest {
  readonly csType = "IFoundryRequest" as const;

  constructor(
    private readonly request: RequestMessage,
    private readonly readsModel: boolean,
  ) {}

  get deployment(): string | null {
    const { originalUrl, body } = this.request;
    const named = findDeploymentInPath(originalUrl.path);
    if (named !== undefined || !this.readsModel || body === null) return named ?? null;
    return modelOf(body.text());
  }
}

/** The member `model` of an object of JSON; null for any other text. */
function modelOf(text: string): string | null {
  try {
    const { model } = JSON.parse(text) as { readonly model?: unknown };
    return typeof model === "string" ? model : null;
  } catch {
    return null;
  }
}
