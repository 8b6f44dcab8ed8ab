import * as grpc from "@grpc/grpc-js";
import type { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { fromStruct, toStruct, type Values } from "../../../local/azure/provider/wire";

/** What the engine says to a provider, said by a test over a real connection. */
export class ProviderClient {
  private readonly client: ResourceProviderClient;

  constructor(port: number) {
    this.client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  }
  close(): void {
    this.client.close();
  }

  urn(type: string, name = "it"): string {
    return `urn:pulumi:dev::fleet::fleet:index:Region$${type}::${name}`;
  }

  async handshake(): Promise<pb.ProviderHandshakeResponse> {
    return this.call((done) => this.client.handshake(new pb.ProviderHandshakeRequest(), done));
  }
  async version(): Promise<string> {
    return (await this.call<PluginInfo>((done) => this.client.getPluginInfo(new Empty(), done))).getVersion();
  }
  async configure(): Promise<pb.ConfigureResponse> {
    return this.call((done) => this.client.configure(new pb.ConfigureRequest(), done));
  }
  async cancel(): Promise<void> {
    await this.call((done) => this.client.cancel(new Empty(), done));
  }

  async check(type: string, news: Values, olds: Values = {}, name = "it") {
    const request = new pb.CheckRequest();
    request.setUrn(this.urn(type, name));
    request.setNews(toStruct(news));
    request.setOlds(toStruct(olds));
    request.setRandomseed(Buffer.from("0123456789abcdef"));
    const answer = await this.call<pb.CheckResponse>((done) => this.client.check(request, done));
    const failures = answer
      .getFailuresList()
      .map((failure) => `${failure.getProperty()}: ${failure.getReason()}`);
    return { inputs: fromStruct(answer.getInputs()), failures };
  }

  async diff(type: string, olds: Values, news: Values) {
    const request = new pb.DiffRequest();
    request.setUrn(this.urn(type));
    request.setOldInputs(toStruct(olds));
    request.setNews(toStruct(news));
    const answer = await this.call<pb.DiffResponse>((done) => this.client.diff(request, done));
    const kinds = Object.entries(pb.PropertyDiff.Kind);
    const changes: Record<string, string | undefined> = {};
    answer.getDetaileddiffMap().forEach((item, path) => {
      changes[path] = kinds.find(([, value]) => value === item.getKind())?.[0];
    });
    const changed = answer.getChanges() === pb.DiffResponse.DiffChanges.DIFF_SOME;
    return {
      changed,
      changes,
      replaces: answer.getReplacesList(),
      deleteFirst: answer.getDeletebeforereplace(),
    };
  }

  async create(type: string, inputs: Values, preview = false, name = "it") {
    const request = new pb.CreateRequest();
    request.setUrn(this.urn(type, name));
    request.setProperties(toStruct(inputs));
    request.setPreview(preview);
    const answer = await this.call<pb.CreateResponse>((done) => this.client.create(request, done));
    return { id: answer.getId(), outputs: fromStruct(answer.getProperties()) };
  }

  async read(type: string, id: string, inputs: Values = {}, outputs: Values = {}) {
    const request = new pb.ReadRequest();
    request.setUrn(this.urn(type));
    request.setId(id);
    request.setInputs(toStruct(inputs));
    request.setProperties(toStruct(outputs));
    const answer = await this.call<pb.ReadResponse>((done) => this.client.read(request, done));
    return {
      id: answer.getId(),
      inputs: fromStruct(answer.getInputs()),
      outputs: fromStruct(answer.getProperties()),
    };
  }

  async update(
    type: string,
    id: string,
    olds: { inputs?: Values; outputs?: Values },
    news: Values,
    preview = false,
  ): Promise<Values> {
    const request = new pb.UpdateRequest();
    request.setUrn(this.urn(type));
    request.setId(id);
    request.setOlds(toStruct(olds.outputs ?? {}));
    request.setOldInputs(toStruct(olds.inputs ?? {}));
    request.setNews(toStruct(news));
    request.setPreview(preview);
    return fromStruct(
      (await this.call<pb.UpdateResponse>((done) => this.client.update(request, done))).getProperties(),
    );
  }

  async delete(type: string, id: string): Promise<void> {
    const request = new pb.DeleteRequest();
    request.setUrn(this.urn(type));
    request.setId(id);
    await this.call((done) => this.client.delete(request, done));
  }

  async invoke(token: string, args: Values): Promise<Values> {
    const request = new pb.InvokeRequest();
    request.setTok(token);
    request.setArgs(toStruct(args));
    return fromStruct(
      (await this.call<pb.InvokeResponse>((done) => this.client.invoke(request, done))).getReturn(),
    );
  }

  private call<T>(start: (done: (error: grpc.ServiceError | null, value: T) => void) => unknown): Promise<T> {
    return new Promise((done, fail) => start((error, value) => (error ? fail(error) : done(value))));
  }
}

/** The resource that exists although its creation failed, as the engine reads it from the error. */
export function begunOf(
  error: unknown,
): { id: string; outputs: Values; inputs: Values; reasons: string[] } | undefined {
  const [packed] = (error as grpc.ServiceError).metadata.get("grpc-status-details-bin");
  if (packed === undefined) return undefined;
  const [any] = Status.deserializeBinary(packed as Buffer).getDetailsList();
  const detail = pb.ErrorResourceInitFailed.deserializeBinary(any?.getValue_asU8() ?? new Uint8Array());
  return {
    id: detail.getId(),
    outputs: fromStruct(detail.getProperties()),
    inputs: fromStruct(detail.getInputs()),
    reasons: detail.getReasonsList(),
  };
}
