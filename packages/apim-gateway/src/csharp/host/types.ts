import "./dictionary";
import "./messages";
import "./records";
import "./credentials";
import { CsGuid } from "../library/platform";
import { CsDateTime, CsTimeSpan } from "../runtime/time";
import { defineType } from "../types/table";
import type { HostContext } from "./data";
import { variablesOf } from "./dictionary";

/** `context`. What is not in these tables is refused by name when an expression is compiled. */
defineType("interface", "Microsoft.IContext", {
  "IReadOnlyDictionary<string, object> Variables": (self: HostContext) => variablesOf(self.variables),
  "IRequest Request": (self: HostContext) => self.request,
  "IResponse Response": (self: HostContext) => self.response ?? self.noResponse ?? null,
  "ILastError LastError": (self: HostContext) => self.lastError,
  "Guid RequestId": (self: HostContext) => new CsGuid(self.requestId),
  "TimeSpan Elapsed": (self: HostContext) => new CsTimeSpan(BigInt(Math.floor(self.elapsed)) * 10_000n),
  "DateTime Timestamp": (self: HostContext) => CsDateTime.fromUnix(self.timestamp),
  "bool Tracing": (self: HostContext) => self.tracing,
  "void Trace(string message)": (self: HostContext, message: string) => {
    self.trace(message);
    return null;
  },
  "IOperation Operation": (self: HostContext) => self.operation,
  "IApi Api": (self: HostContext) => self.api,
  "IProduct Product": (self: HostContext) => self.product,
  "ISubscription Subscription": (self: HostContext) => self.subscription,
  "IUser User": (self: HostContext) => self.user,
  "IDeployment Deployment": (self: HostContext) => self.deployment,
  "IBackend Backend": (self: HostContext) => self.backend ?? null,
  // There are neither workspaces nor resolvers here, and then they are null.
  "IWorkspace Workspace": () => null,
  "IGraphQL GraphQL": () => null,
});
