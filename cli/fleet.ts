import { z } from "zod";
import { topologySchema } from "../infra/topology/schema";
console.log(JSON.stringify(z.toJSONSchema(topologySchema, { io: "input" }), null, 1).length);
console.log(topologySchema.safeParse({environment:"dev", workload:"aoai", gateway:{location:"eastus2", sku:{name:"StandardV2"}}, network:{access:"public"}, models:{}, regions:{}}).data);
