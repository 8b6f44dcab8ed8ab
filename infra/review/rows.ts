import { capacityRows } from "./capacityRows";
import { consumerRows } from "./consumerRows";
import { accessRows, gatewayRows, settingRows } from "./fleetRows";
import { filterRows, modelRows } from "./modelRows";
import type { Row } from "./row";

/**
 * The table that judges every setting: who reaches the fleet comes before what its filters stop, that before what
 * consumers may use, and what only describes comes last. The first row that fits a place tells it.
 */
export const rows: readonly Row[] = [
  ...accessRows,
  ...gatewayRows,
  ...filterRows,
  ...consumerRows,
  ...modelRows,
  ...capacityRows,
  ...settingRows,
];
