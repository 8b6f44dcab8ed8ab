import { defineType } from "../types/table";
import { comparers } from "./linq/comparers";
import { joins } from "./linq/joins";
import { ordering } from "./linq/ordering";
import { queries } from "./linq/queries";
import { results } from "./linq/results";
import { more } from "./linq/sequences";
import { sets } from "./linq/sets";
import { totals } from "./linq/totals";

defineType("static", "System.Linq.Enumerable", {
  ...queries,
  ...ordering,
  ...more,
  ...sets,
  ...joins,
  ...results,
  ...totals,
  ...comparers,
});
