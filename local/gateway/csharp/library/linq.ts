import { defineType } from "../types/table";
import { queries } from "./linq/queries";
import { results } from "./linq/results";
import { sets } from "./linq/sets";
import { totals } from "./linq/totals";

defineType("static", "System.Linq.Enumerable", { ...queries, ...sets, ...results, ...totals });
