import { fromObject } from "../../runtime/json/content";
import { quote } from "../../runtime/json/write";
import type { CsEnum, Value } from "../../runtime/value";
import type { CsType, TypeArguments } from "../../types/csType";
import { defineType } from "../../types/table";
import { parse, write } from "./shared";
import { toObject } from "./toObject";

defineType("static", "Newtonsoft.Json.JsonConvert", {
  "static string SerializeObject(object value)"(value: Value) {
    return typeof value === "string" ? quote(value) : write(fromObject(value), this, false);
  },
  "static string SerializeObject(object value, Formatting formatting)"(value: Value, format: CsEnum) {
    return write(fromObject(value), this, format.value === 1);
  },
  "static T DeserializeObject<T>(string value)"(types: TypeArguments, text: string) {
    return toObject(parse(this, text, undefined), types[0] as CsType);
  },
  "static object DeserializeObject(string value)"(text: string) {
    const found = parse(this, text, undefined);
    return found.simple === undefined ? found : found.simple;
  },
});
