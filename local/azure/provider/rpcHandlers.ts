import * as grpc from "@grpc/grpc-js";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { WorldFileError } from "../worldFiles";
import type { Change } from "./diff";
import type { PackageProvider } from "./packageProvider";
import { ProviderFailure } from "./packageProvider";
import { fromStruct, toStruct } from "./wire";

type Callback = (error: unknown, value?: unknown) => void;
type Handler = (call: { request: never }, callback: Callback) => void;

/** The protocol's side of a provider: messages in, messages out. */
export function rpcHandlers(provider: PackageProvider): Readonly<Record<string, Handler>> {
  return {
    handshake: handler(() => {
      const answer = new pb.ProviderHandshakeResponse();
      answer.setAcceptSecrets(true);
      answer.setAcceptResources(true);
      answer.setAcceptOutputs(false);
      answer.setSupportsAutonamingConfiguration(true);
      return answer;
    }),
    attach: handler(() => new Empty()),
    getPluginInfo: handler(() => {
      const answer = new plugin.PluginInfo();
      answer.setVersion(provider.version);
      return answer;
    }),
    checkConfig: handler((request: pb.CheckRequest) => {
      const answer = new pb.CheckResponse();
      answer.setInputs(request.getNews());
      return answer;
    }),
    diffConfig: handler(() => {
      const answer = new pb.DiffResponse();
      answer.setChanges(pb.DiffResponse.DiffChanges.DIFF_NONE);
      return answer;
    }),
    configure: handler(() => {
      provider.begin();
      const answer = new pb.ConfigureResponse();
      answer.setAcceptsecrets(true);
      answer.setSupportspreview(true);
      answer.setAcceptresources(true);
      answer.setAcceptoutputs(false);
      answer.setSupportsAutonamingConfiguration(true);
      return answer;
    }),
    check: handler((request: pb.CheckRequest) => {
      const result = provider.check({
        type: typeOfUrn(request.getUrn()),
        name: nameOfUrn(request.getUrn()),
        urn: request.getUrn(),
        olds: fromStruct(request.getOlds()),
        news: fromStruct(request.getNews()),
        seed: request.getRandomseed_asU8(),
        proposedName: request.getAutonaming()?.getProposedName() || undefined,
      });
      const answer = new pb.CheckResponse();
      answer.setInputs(toStruct(result.inputs));
      for (const failure of result.failures) {
        const item = new pb.CheckFailure();
        item.setProperty(failure.path);
        item.setReason(failure.reason);
        answer.addFailures(item);
      }
      return answer;
    }),
    diff: handler((request: pb.DiffRequest) => {
      const olds = fromStruct(request.getOldInputs() ?? request.getOlds());
      return diffResponse(
        provider.diff({ type: typeOfUrn(request.getUrn()), olds, news: fromStruct(request.getNews()) }),
      );
    }),
    create: handler(async (request: pb.CreateRequest) => {
      const inputs = fromStruct(request.getProperties());
      const made = await provider.create({
        type: typeOfUrn(request.getUrn()),
        inputs,
        preview: request.getPreview(),
      });
      const answer = new pb.CreateResponse();
      answer.setId(made.id);
      answer.setProperties(toStruct(made.outputs));
      return answer;
    }),
    read: handler(async (request: pb.ReadRequest) => {
      const found = await provider.read({
        type: typeOfUrn(request.getUrn()),
        id: request.getId(),
        inputs: fromStruct(request.getInputs()),
        outputs: fromStruct(request.getProperties()),
      });
      const answer = new pb.ReadResponse();
      answer.setId(found === undefined ? "" : request.getId());
      if (found !== undefined) {
        answer.setProperties(toStruct(found.outputs));
        answer.setInputs(toStruct(found.inputs));
      }
      return answer;
    }),
    update: handler(async (request: pb.UpdateRequest) => {
      const outputs = await provider.update({
        type: typeOfUrn(request.getUrn()),
        id: request.getId(),
        oldInputs: fromStruct(request.getOldInputs()),
        oldOutputs: fromStruct(request.getOlds()),
        inputs: fromStruct(request.getNews()),
        preview: request.getPreview(),
      });
      const answer = new pb.UpdateResponse();
      answer.setProperties(toStruct(outputs));
      return answer;
    }),
    delete: handler(async (request: pb.DeleteRequest) => {
      await provider.delete({
        type: typeOfUrn(request.getUrn()),
        id: request.getId(),
        oldInputs: fromStruct(request.getOldInputs()),
      });
      return new Empty();
    }),
    invoke: handler(async (request: pb.InvokeRequest) => {
      const answer = new pb.InvokeResponse();
      answer.setReturn(toStruct(await provider.invoke(request.getTok(), fromStruct(request.getArgs()))));
      return answer;
    }),
    cancel: handler(() => {
      provider.cancel();
      return new Empty();
    }),
  };
}

function handler<Request>(answer: (request: Request) => unknown): Handler {
  return (call, callback) => {
    // Inside a promise, so that whatever is thrown becomes an answer.
    Promise.resolve(call.request as Request)
      .then(answer)
      .then(
        (value) => callback(null, value),
        (error: unknown) => callback(rpcError(error)),
      );
  };
}

/** A known failure is told in its own words; anything else is a defect of the provider and says so. */
function rpcError(error: unknown): unknown {
  if (error instanceof WorldFileError)
    return { code: grpc.status.FAILED_PRECONDITION, details: error.message };
  if (!(error instanceof ProviderFailure)) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { code: grpc.status.INTERNAL, details: `the local Azure has a defect: ${text}` };
  }
  const metadata = new grpc.Metadata();
  if (error.begun !== undefined) {
    const detail = new pb.ErrorResourceInitFailed();
    detail.setId(error.begun.id);
    detail.setProperties(toStruct(error.begun.outputs));
    detail.setInputs(toStruct(error.begun.inputs));
    detail.setReasonsList([error.message]);
    const packed = new Any();
    packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    const status = new Status();
    status.setCode(grpc.status.UNKNOWN);
    status.setMessage(error.message);
    status.addDetails(packed);
    metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  }
  return { code: grpc.status.UNKNOWN, details: error.message, metadata };
}

function diffResponse(changes: readonly Change[]): pb.DiffResponse {
  const kinds = pb.PropertyDiff.Kind;
  const plainKinds = { add: kinds.ADD, delete: kinds.DELETE, update: kinds.UPDATE };
  const replaceKinds = { add: kinds.ADD_REPLACE, delete: kinds.DELETE_REPLACE, update: kinds.UPDATE_REPLACE };
  const answer = new pb.DiffResponse();
  answer.setHasdetaileddiff(true);
  answer.setChanges(
    changes.length > 0 ? pb.DiffResponse.DiffChanges.DIFF_SOME : pb.DiffResponse.DiffChanges.DIFF_NONE,
  );
  for (const change of changes) {
    const item = new pb.PropertyDiff();
    item.setKind((change.replaces ? replaceKinds : plainKinds)[change.kind]);
    item.setInputdiff(true);
    answer.getDetaileddiffMap().set(change.path, item);
    answer.addDiffs(change.path.split(/[.[]/)[0] as string);
    if (change.replaces) answer.addReplaces(change.path.split(/[.[]/)[0] as string);
  }
  // Names are fixed, so the old resource must go before the new one can take its place.
  answer.setDeletebeforereplace(changes.some((change) => change.replaces));
  return answer;
}

/** `urn:pulumi:<stack>::<project>::<parent types>$<type>::<name>` */
function typeOfUrn(urn: string): string {
  return urn.split("::")[2]?.split("$").pop() ?? "";
}

function nameOfUrn(urn: string): string {
  return urn.split("::").slice(3).join("::");
}
