import { html, nothing, svg } from "./lib/lit-html.js";
import { clock, duration, tierName } from "./words.js";

/** Requests in the list. */
const MOST = 12;

/** @typedef {import("./state.js").RequestPath} RequestPath */

/**
 * The last requests, and the path of one of them as a picture.
 *
 * @param {import("./state.js").Known} known
 * @param {import("./main.js").Chosen} chosen
 * @param {import("./main.js").Actions} actions
 */
export function requests({ paths }, chosen, actions) {
  const shown =
    paths.find(({ id }) => id === chosen.request) ??
    paths.find(({ attempts }) => attempts.length > 1) ??
    paths[0];
  const listed = paths.slice(0, MOST);
  return html`<section aria-labelledby="requests">
    <h2 id="requests">Requests</h2>
    ${
      shown === undefined
        ? html`<p class="quiet">None yet. The lines that <code>npm start</code> prints send one.</p>`
        : html`<div class="pair wide">
            <div class="scroll" tabindex="0" role="region" aria-label="The last requests">
              <table>
                <thead>
                  <tr>
                    <th scope="col">at</th>
                    <th scope="col">consumer</th>
                    <th scope="col">model</th>
                    <th scope="col">caller got</th>
                    <th scope="col" class="number">calls</th>
                    <th scope="col" class="number">after</th>
                  </tr>
                </thead>
                <tbody>
                  ${listed.map((path) => row(path, path.id === shown.id, actions))}
                </tbody>
              </table>
            </div>
            ${picture(shown, chosen.request === undefined, actions)}
          </div>`
    }
  </section>`;
}

/**
 * @param {RequestPath} path
 * @param {boolean} selected
 * @param {import("./main.js").Actions} actions
 */
function row({ id, at, consumer, model, status, outcome, attempts, milliseconds }, selected, actions) {
  return html`<tr aria-current=${selected ? "true" : "false"}>
    <td>
      <button type="button" class="link" aria-label=${`Path of the request at ${clock(at)}`} @click=${() => actions.choose({ request: id })}>
        ${clock(at)}
      </button>
    </td>
    <td>${consumer ?? "unknown"}</td>
    <td>${model ?? "–"}</td>
    <td>${answer(outcome, status)}</td>
    <td class="number">${attempts.length}</td>
    <td class="number">${duration(milliseconds)}</td>
  </tr>`;
}

/**
 * @param {RequestPath["outcome"]} outcome
 * @param {number} status
 */
const answer = (outcome, status) =>
  outcome === "answered"
    ? html`<span class="good">✓ ${status}</span>`
    : html`<span class=${outcome === "throttled" ? "warn" : "bad"}>✕ ${status}${outcome === "failed" && status < 400 ? ", cut off" : ""}</span>`;

/**
 * A request from its arrival to its end: each call as a bar, where and when it was made, and what it said.
 *
 * @param {RequestPath} path
 * @param {boolean} following whether the newest is shown
 * @param {import("./main.js").Actions} actions
 */
function picture(path, following, actions) {
  const { consumer, model, attempts, milliseconds, status, outcome } = path;
  const total = Math.max(1, milliseconds, ...attempts.map((each) => each.at + each.milliseconds));
  return html`<figure aria-labelledby="path">
    <figcaption id="path">
      ${consumer ?? "Somebody unknown"} asks${model === undefined ? "" : ` for ${model}`} at ${clock(path.at)}
      ${following ? nothing : html`<button type="button" class="link" @click=${() => actions.choose({ request: undefined })}>show the newest</button>`}
    </figcaption>
    <ol class="path">
      <li><span class="node">${consumer ?? "caller"} → gateway</span></li>
      ${
        attempts.length === 0
          ? html`<li><span class="node">nobody was asked: the gateway answered by itself</span></li>`
          : attempts.map(
              ({ region, deployment, tier, said, good, at, milliseconds: took }) => html`<li>
                <span class="node">${deployment === "" ? region : `${region} · ${deployment}`} <span class="quiet">${tierName(tier)}</span></span>
                ${bar(at, took, total, good, said)}
                <span class=${good ? "good" : said === "429" ? "warn" : "bad"}>${good ? "✓" : "✕"} ${said} after ${duration(took)}</span>
              </li>`,
            )
      }
      <li><span class="node">caller gets ${answer(outcome, status)} after ${duration(milliseconds)}</span></li>
    </ol>
  </figure>`;
}

/**
 * @param {number} at
 * @param {number} took
 * @param {number} total
 * @param {boolean} good
 * @param {string} said
 */
const bar = (at, took, total, good, said) =>
  html`<svg class="bar" role="img" aria-label=${`${said}, from ${duration(at)} to ${duration(at + took)}`} preserveAspectRatio="none" viewBox="0 0 100 6">
    ${svg`<rect class="track" x="0" y="2" width="100" height="2"></rect><rect class=${good ? "fill-good" : "fill-bad"} x=${(100 * at) / total} y="0" width=${Math.max(0.7, (100 * took) / total)} height="6"></rect>`}
  </svg>`;
