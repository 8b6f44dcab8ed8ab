import { Body } from "../../messages/body";
import type { Headers } from "../../messages/headers";
import { ResponseMessage } from "../../pipeline/messages";
import type { Services } from "../../pipeline/services";
import { BoundedCache } from "./boundedCache";

interface StoredResponse {
  readonly status: number;
  readonly reason: string;
  readonly headers: Headers;
  readonly content: string | Uint8Array | null;
  /** `now()` from which it is gone. */
  readonly expires: number;
}

/** The responses of `cache-store` in one region. */
export class ResponseCache {
  private readonly cache: BoundedCache<StoredResponse>;
  private readonly largest: number;

  constructor(private readonly services: Services) {
    this.largest = services.settings.cacheEntryBytes;
    this.cache = new BoundedCache(services.now, {
      entries: services.settings.cacheEntries,
      bytes: services.settings.cacheBytes,
    });
  }

  /** A response of its own for each who asks, and the seconds that it stays in the cache. */
  find(key: string): { readonly response: ResponseMessage; readonly seconds: number } | undefined {
    const found = this.cache.find(key);
    if (found === undefined) return undefined;
    const body = found.content === null ? null : Body.of(found.content);
    return {
      response: new ResponseMessage(found.status, found.reason, found.headers.clone(), body),
      seconds: Math.ceil((found.expires - this.services.now()) / 1000),
    };
  }

  /** Whether a body of so many bytes can be stored. */
  takes(bytes: number): boolean {
    return bytes <= this.largest;
  }

  /** @param content the body; what is too large is not stored */
  store(
    key: string,
    head: { readonly statusCode: number; readonly statusReason: string; readonly headers: Headers },
    content: string | Uint8Array | null,
    seconds: number,
  ): boolean {
    const size =
      content === null ? 0 : typeof content === "string" ? Buffer.byteLength(content) : content.byteLength;
    this.cache.remove(key);
    if (!this.takes(size) || seconds <= 0) return false;
    const headerBytes = head.headers.toRaw().reduce((total, part) => total + 2 * part.length, 0);
    this.cache.store(
      key,
      {
        status: head.statusCode,
        reason: head.statusReason,
        headers: head.headers,
        content,
        expires: this.services.now() + seconds * 1000,
      },
      size + headerBytes + 2 * key.length + 128,
      seconds * 1000,
    );
    return true;
  }
}
