import { jsonTypes } from "../runtime/json/types";
import { defineEnum } from "../types/table";
import "./json/jarray";
import "./json/jobject";
import "./json/jsonConvert";
import "./json/jtoken";

export { parse } from "./json/shared";

defineEnum("Newtonsoft.Json.Formatting", ["None", "Indented"]);
defineEnum("Newtonsoft.Json.Linq.JTokenType", jsonTypes);
