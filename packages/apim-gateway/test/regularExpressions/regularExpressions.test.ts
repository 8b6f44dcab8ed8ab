import { join } from "node:path";
import { holdLinear } from "../../../../tools/regularExpressions/holdLinear";
import { made } from "./made";

holdLinear({
  folders: ["packages/apim-gateway/src", "packages/apim-gateway/bench"],
  accepted: {},
  made,
  list: join(__dirname, "linear.txt"),
});
