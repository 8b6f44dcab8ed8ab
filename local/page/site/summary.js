import { html } from "./lib/lit-html.js";
import { consumerSums, memberSums } from "./state.js";
import { clock, count, money, percent, rate } from "./words.js";

/** Seconds that the figures are of. */
const WINDOW = 10;

/**
 * The figures that one looks at first, and what happened last.
 *
 * @param {import("./state.js").Known} known
 */
export function summary({ first, history, now, happenings }) {
  const { consumers, members } = first.shape;
  const all = { answered: 0, throttled: 0, failed: 0, refused: 0 };
  for (let index = 0; index <= consumers.length; index++) {
    const sums = consumerSums(history, index, WINDOW);
    all.answered += sums.answered;
    all.throttled += sums.throttled;
    all.failed += sums.failed;
    all.refused += sums.refused;
  }
  const total = all.answered + all.throttled + all.failed + all.refused;
  const seconds = Math.max(1, Math.min(WINDOW, history.length));
  let [ptu, payg] = [0, 0];
  for (const [index, { tier }] of members.entries()) {
    const { tokens } = memberSums(history, index, WINDOW);
    if (tier === "ptu") ptu += tokens;
    else payg += tokens;
  }
  const { bill } = now;
  return html`<section aria-labelledby="now">
    <h2 id="now">Now</h2>
    <dl class="tiles">
      ${tile("requests a second", rate(total / seconds), `${count(total)} in the last ${seconds} s`)}
      ${tile("answered", percent(all.answered, total), `${all.throttled} × 429, ${all.failed} failed, ${all.refused} refused`)}
      ${tile("tokens from PTU", percent(ptu, ptu + payg), `${count(ptu / seconds)} PTU, ${count(payg / seconds)} PAYG a second`)}
      ${tile(
        "cost",
        bill.ptuPerHour === null ? "not known" : `${money(bill.ptuPerHour)} / h`,
        `for PTU, used or not; PAYG since the start: ${bill.payg === null ? "no price known" : money(bill.payg)}${
          bill.unknown.length === 0 ? "" : `; no price: ${bill.unknown.join(", ")}`
        }`,
      )}
    </dl>
    <h3>What happened</h3>
    <ul class="happenings" aria-live="polite">
      ${
        happenings.length === 0
          ? html`<li class="quiet">Nothing yet. Take a region away below, or send some load.</li>`
          : happenings.map(
              ({ at, text, good }) =>
                html`<li><time>${clock(at)}</time> <span class=${good ? "good" : "bad"}>${good ? "✓" : "✕"}</span> ${text}</li>`,
            )
      }
    </ul>
  </section>`;
}

/**
 * @param {string} name
 * @param {string} value
 * @param {string} more
 */
const tile = (name, value, more) =>
  html`<div class="tile"><dt>${name}</dt><dd>${value}</dd><dd class="quiet">${more}</dd></div>`;
