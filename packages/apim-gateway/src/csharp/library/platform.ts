import "./arrays";
import "./certificates";
import "./cryptography";
import "./encoding";
import "./encryption";
import "./enums";
import "./guid";
import "./collectionMembers";
import "./network";
import "./queues";
import "./random";
import "./readersWriters";
import "./stringBuilder";
import "./stringParts";
import "./timeZones";
import "./tuples";
import "./uri";

export { CsGuid } from "../runtime/guid";
