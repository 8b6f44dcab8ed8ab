import "./xml/names";
import "./xml/nodes";
import "./xml/elements";

export { isXmlType, readXml } from "../runtime/xml/read";
