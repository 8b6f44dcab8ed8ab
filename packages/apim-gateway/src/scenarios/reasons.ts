import { STATUS_CODES } from "node:http";

/** What stands behind a status in an answer. */
export const reasonOf = (status: number): string => STATUS_CODES[status] ?? "";
