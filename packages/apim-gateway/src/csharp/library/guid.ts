import type { CsArray } from "../runtime/collections";
import {
  type CsGuid,
  emptyGuid,
  formatGuid,
  guidBytes,
  guidOfBytes,
  newGuid,
  parseGuid,
} from "../runtime/guid";
import { argumentNull, type Value } from "../runtime/value";
import { defineType } from "../types/table";
import { bufferOf } from "./bytes";
import { bytesOf, equal } from "./core";
import { tried } from "./tryParse";

const given = (text: string | null, name: string): CsGuid => {
  if (text === null) throw argumentNull(name);
  return parseGuid(text);
};

defineType("struct", "System.Guid", {
  "static Guid Default": () => emptyGuid,
  "static Guid Empty": () => emptyGuid,
  "new(string g)": (text: string | null) => given(text, "g"),
  "new(byte[] b)": (bytes: CsArray | null) => guidOfBytes(bufferOf(bytes, "b")),
  "static Guid Parse(string input)": (text: string | null) => given(text, "input"),
  "static bool TryParse(string input, out Guid result)": (text: string | null) =>
    tried(() => given(text, "input"), emptyGuid),
  "static Guid NewGuid()"() {
    return newGuid(this.environment.random);
  },
  "string ToString(string format)": (self: CsGuid, format: string | null) => formatGuid(self, format ?? ""),
  "byte[] ToByteArray()": (self: CsGuid) => bytesOf(guidBytes(self)),
  "int CompareTo(Guid value)": (a: CsGuid, b: CsGuid) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0),
  "static bool operator ==(Guid a, Guid b)": equal,
  "static bool operator !=(Guid a, Guid b)": (a: Value, b: Value) => !equal(a, b),
});
