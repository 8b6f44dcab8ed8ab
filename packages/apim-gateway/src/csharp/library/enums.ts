import { arrayOfValues } from "../runtime/collections";
import type { CsTypeObject } from "../runtime/typeObject";
import { argumentNull, CsEnum, fail, type Value } from "../runtime/value";
import type { CsType, TypeArguments } from "../types/csType";
import { defineType } from "../types/table";
import { tried } from "./tryParse";

/** A value of an enum by name or number. @throws ArgumentException */
function parse(type: CsType, text: string | null, ignoreCase = false): CsEnum {
  if (text === null) throw argumentNull("value");
  const { enumValues } = type.definition;
  if (enumValues === undefined)
    throw fail("ArgumentException", "Type provided must be an Enum.\nParameter name: enumType");
  const trimmed = text.trim();
  if (trimmed === "")
    throw fail("ArgumentException", "Must specify valid information for parsing in the string.");
  if (/^[-+]?\d+$/.test(trimmed)) return new CsEnum(type.key, Number(trimmed));
  const fold = (name: string) => (ignoreCase ? name.toLowerCase() : name);
  let value = 0;
  for (const part of trimmed.split(",")) {
    const wanted = fold(part.trim());
    const found = Object.entries(enumValues).find(([name]) => fold(name) === wanted);
    if (found === undefined) throw fail("ArgumentException", `Requested value '${trimmed}' was not found.`);
    value |= found[1];
  }
  return new CsEnum(type.key, value);
}

const tryParse = (types: TypeArguments, text: string | null, ignoreCase: boolean) =>
  tried(() => parse(types[0] as CsType, text, ignoreCase), new CsEnum((types[0] as CsType).key, 0));

defineType("class", "System.Enum", {
  "static object Parse(Type enumType, string value)": ({ type }: CsTypeObject, text: string | null) =>
    parse(type, text),
  "static object Parse(Type enumType, string value, bool ignoreCase)": (
    { type }: CsTypeObject,
    text: string | null,
    ignoreCase: boolean,
  ) => parse(type, text, ignoreCase),
  "static bool TryParse<T>(string value, out T result)": (types: TypeArguments, text: string | null) =>
    tryParse(types, text, false),
  "static bool TryParse<T>(string value, bool ignoreCase, out T result)": tryParse,
  "static bool IsDefined(Type enumType, object value)": ({ type }: CsTypeObject, value: Value) => {
    const values = type.definition.enumValues ?? {};
    if (typeof value === "string") return Object.hasOwn(values, value);
    const number = value instanceof CsEnum ? value.value : value;
    return Object.values(values).includes(number as number);
  },
  "static string GetName(Type enumType, object value)": ({ type }: CsTypeObject, value: Value) => {
    const number = value instanceof CsEnum ? value.value : value;
    return (
      Object.entries(type.definition.enumValues ?? {}).find(([, other]) => other === number)?.[0] ?? null
    );
  },
  "static string[] GetNames(Type enumType)": ({ type }: CsTypeObject) =>
    arrayOfValues("string", Object.keys(type.definition.enumValues ?? {})),
});
