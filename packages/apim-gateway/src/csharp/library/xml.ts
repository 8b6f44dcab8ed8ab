import "./xml/names";
import "./xml/nodes";
import "./xml/elements";
import "./xml/extensions";

export { isXmlType, readXml } from "../runtime/xml/read";
