import { html, svg } from "./lib/lit-html.js";
import { consumerSums } from "./state.js";
import { percent, rate } from "./words.js";

/** Seconds that the mix is of. */
const WINDOW = 60;

/**
 * What each consumer got in the last minute.
 *
 * @param {import("./state.js").Known} known
 */
export function consumers({ first, history }) {
  const named = first.shape.consumers.map(({ name, class: kind }, index) => ({ name, kind, index }));
  const unknown = { name: "unknown callers", kind: "", index: named.length };
  const sums = (/** @type {number} */ index) => consumerSums(history, index, WINDOW);
  const last = sums(unknown.index);
  const rows = last.answered + last.throttled + last.failed + last.refused > 0 ? [...named, unknown] : named;
  return html`<section aria-labelledby="consumers">
    <h2 id="consumers">Consumers, in the last minute</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Consumers">
      <table>
        <thead>
          <tr>
            <th scope="col">consumer</th>
            <th scope="col">class</th>
            <th scope="col" class="number">requests / s</th>
            <th scope="col">what they got</th>
            <th scope="col" class="number">answered</th>
            <th scope="col" class="number">429</th>
            <th scope="col" class="number">failed</th>
            <th scope="col" class="number">refused</th>
            <th scope="col" class="number">by PTU</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(({ name, kind, index }) => {
            const { answered, throttled, failed, refused, byPtu } = sums(index);
            const total = answered + throttled + failed + refused;
            return html`<tr>
              <th scope="row">${name}</th>
              <td>${kind}</td>
              <td class="number">${rate(total / Math.max(1, Math.min(WINDOW, history.length)))}</td>
              <td>${mix(answered, throttled, failed + refused, total)}</td>
              <td class="number">${percent(answered, total)}</td>
              <td class="number">${throttled}</td>
              <td class="number">${failed}</td>
              <td class="number">${refused}</td>
              <td class="number">${percent(byPtu, answered)}</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
  </section>`;
}

/**
 * @param {number} answered
 * @param {number} throttled
 * @param {number} other
 * @param {number} total
 */
function mix(answered, throttled, other, total) {
  const part = (/** @type {number} */ value) => (total === 0 ? 0 : (100 * value) / total);
  const [good, warn, bad] = [part(answered), part(throttled), part(other)];
  return html`<svg
    class="mix"
    role="img"
    aria-label=${`${percent(answered, total)} answered, ${percent(throttled, total)} throttled, ${percent(other, total)} failed or refused`}
    viewBox="0 0 100 10"
    preserveAspectRatio="none"
  >
    ${svg`<rect class="track" width="100" height="10"></rect><rect class="fill-good" width=${good} height="10"></rect><rect class="fill-warn" x=${good} width=${warn} height="10"></rect><rect class="fill-bad" x=${good + warn} width=${bad} height="10"></rect>`}
  </svg>`;
}
