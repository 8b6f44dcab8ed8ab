import * as grpc from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import type { PackageProvider } from "./packageProvider";
import { rpcHandlers } from "./rpcHandlers";

/** Requests and answers hold whole resources; Pulumi allows as much on its side. */
const MAX_MESSAGE = 400 * 1024 * 1024;

export interface ProviderServer {
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * Serves one provider to the Pulumi engine, which attaches by `PULUMI_DEBUG_PROVIDERS=<package>:<port>`.
 * Listens on this machine only. A request that is wrong is answered with an error and never ends the server.
 */
export async function serveProvider(provider: PackageProvider): Promise<ProviderServer> {
  const server = new grpc.Server({
    "grpc.max_receive_message_length": MAX_MESSAGE,
    "grpc.max_send_message_length": MAX_MESSAGE,
  });
  server.addService(
    ResourceProviderService,
    rpcHandlers(provider) as unknown as grpc.UntypedServiceImplementation,
  );
  const port = await new Promise<number>((done, fail) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? fail(error) : done(bound),
    );
  });
  return {
    port,
    stop: async () => {
      provider.cancel();
      server.forceShutdown();
    },
  };
}
