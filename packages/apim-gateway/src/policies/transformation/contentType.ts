import type { Headers } from "../../messages/headers";

/** Media type of a message in lower case, without parameters; `""` where none is given. */
export function mediaTypeOf(headers: Headers): string {
  const [type = ""] = (headers.get("content-type") ?? "").split(";");
  return type.trim().toLowerCase();
}

export const isJson = (mediaType: string): boolean => /^(application|text)\/json$|\+json$/.test(mediaType);
export const isXml = (mediaType: string): boolean => /^(application|text)\/xml$|\+xml$/.test(mediaType);

/** Whether an `Accept` header names a media type for which `wanted` holds. Ranges such as any type name none. */
export function accepts(accept: string | undefined, wanted: (mediaType: string) => boolean): boolean {
  return (accept ?? "").split(",").some((range) => {
    const [type = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
    return wanted(type) && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}
