/** @param {number} value */
export const rate = (value) =>
  value === 0 ? "0" : value < 10 ? value.toFixed(1) : Math.round(value).toString();

/** @param {number} value */
export const count = (value) => Math.round(value).toLocaleString("en");

/**
 * @param {number} part
 * @param {number} whole
 */
export const percent = (part, whole) => (whole === 0 ? "–" : `${shortPercent((100 * part) / whole)} %`);

/** Never 100 where something is missing. @param {number} value */
function shortPercent(value) {
  if (value === 100 || value === 0) return `${value}`;
  const shown = value > 99 ? (Math.floor(value * 10) / 10).toFixed(1) : Math.round(value).toString();
  return shown === "0" ? "<1" : shown;
}

/** @param {number} at milliseconds since 1970 */
export const clock = (at) => new Date(at).toTimeString().slice(0, 8);

/** @param {number} value milliseconds */
export const duration = (value) =>
  value < 1000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(value < 10_000 ? 1 : 0)} s`;

/** @param {number} value USD */
export const money = (value) =>
  `${value.toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: value < 0.1 ? 4 : 2 })} USD`;

/** @param {"ptu" | "payg" | undefined} tier */
export const tierName = (tier) => (tier === undefined ? "" : tier.toUpperCase());
