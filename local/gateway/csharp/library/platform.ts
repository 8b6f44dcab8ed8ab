import "./cryptography";
import "./encoding";
import "./encryption";
import "./enums";
import "./guid";
import "./network";
import "./queues";
import "./random";
import "./readersWriters";
import "./timeZones";
import "./tuples";
import "./uri";

export { CsGuid } from "../runtime/guid";
