import type { Certificate } from "../certificates/certificate";
import type { HostBody, HostRequest, HostResponse } from "../csharp/host/data";
import { Body } from "../messages/body";
import { Headers } from "../messages/headers";
import type { Url } from "../messages/url";

interface HasBytes {
  body: Body | null;
}

/** A body as expressions see it: `As<T>()` takes it away unless told to preserve it. */
class BodyView implements HostBody {
  readonly csType = "IMessageBody" as const;
  constructor(private readonly owner: HasBytes) {}

  read(preserveContent: boolean): string {
    return this.take(preserveContent)?.text() ?? "";
  }

  readBytes(preserveContent: boolean): Uint8Array {
    return this.take(preserveContent)?.bytes() ?? new Uint8Array();
  }

  private take(preserveContent: boolean): Body | null {
    const { body } = this.owner;
    // Reading consumes what arrived: nothing is left to be read again or to be sent.
    if (body !== null && !preserveContent) this.owner.body = Body.of("");
    return body;
  }
}

/** The request as policies have made it so far. `body` is what was sent, `content` what expressions see of it. */
export class RequestMessage implements HostRequest {
  readonly csType = "IRequest" as const;
  /** As they arrived; for whoever tells what happened. */
  readonly originalMethod: string;
  readonly originalBody: Body | null;
  /** Names the gateway: it goes to a backend only if a policy set it. */
  readonly originalHost: string | undefined;
  /** Of the caller. */
  certificate: Certificate | null = null;
  private view: BodyView | undefined;

  constructor(
    public method: string,
    public url: Url,
    readonly originalUrl: Url,
    public headers: Headers,
    public body: Body | null,
    readonly ipAddress: string,
    public matchedParameters: ReadonlyMap<string, string>,
  ) {
    this.originalMethod = method;
    this.originalBody = body;
    this.originalHost = headers.get("host");
  }

  get content(): HostBody | null {
    if (this.body === null) return null;
    this.view ??= new BodyView(this);
    return this.view;
  }
}

/** A response: the backend's, or one that a policy made. */
export class ResponseMessage implements HostResponse {
  readonly csType = "IResponse" as const;
  private view: BodyView | undefined;

  constructor(
    public statusCode: number,
    public statusReason: string,
    public headers = new Headers(),
    public body: Body | null = null,
  ) {}

  get content(): HostBody | null {
    if (this.body === null) return null;
    this.view ??= new BodyView(this);
    return this.view;
  }
}
