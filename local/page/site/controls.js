import { html, nothing } from "./lib/lit-html.js";
import { left } from "./regions.js";
import { count, percent } from "./words.js";

/**
 * Every fault, everywhere: what is broken now, and a form for what the regions have no button for.
 *
 * @param {import("./state.js").Known} known
 * @param {import("./main.js").Actions} actions
 */
export function breakIt({ first, now }, actions) {
  return html`<section aria-labelledby="break">
    <h2 id="break">Break something</h2>
    <form
      @submit=${(/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        const data = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
        const fault = faultOf(data);
        void actions.send("POST", "/faults", fault, `${fault.where ?? "everywhere"}: ${fault.kind}.`);
      }}
    >
      <label>
        where
        <select name="where">
          <option value="">everywhere</option>
          ${first.places.map((place) => html`<option value=${place}>${place}</option>`)}
        </select>
      </label>
      <label>
        what
        <select name="kind">
          ${first.faultKinds.map(({ kind, meaning }) => html`<option value=${kind}>${kind}: ${meaning}</option>`)}
        </select>
      </label>
      <label>for seconds <input name="for" type="number" min="1" max="86400" value="60" /></label>
      <label>percent of calls <input name="share" type="number" min="1" max="100" value="100" /></label>
      <div class="buttons">
        <button type="submit">Break it</button>
        <button
          type="button"
          class="mend"
          ?disabled=${now.faults.length === 0}
          @click=${() => actions.send("DELETE", "/faults", undefined, "All is mended.")}
        >
          Mend everything
        </button>
      </div>
    </form>
    ${
      now.faults.length === 0
        ? nothing
        : html`<ul class="faults">
            ${now.faults.map(
              ({ kind, where = "everywhere", to, share }) =>
                html`<li><span class="bad">✕ ${where}: ${kind}</span>${share === undefined ? "" : `, ${Math.round(share * 100)} % of the calls`}${left(to, now.at)}</li>`,
            )}
          </ul>`
    }
  </section>`;
}

/** @param {FormData} data */
function faultOf(data) {
  const where = String(data.get("where"));
  const kind = String(data.get("kind"));
  const share = Number(data.get("share")) / 100;
  return {
    kind,
    ...(where === "" ? {} : { where }),
    forSeconds: Number(data.get("for")),
    ...(share < 1 && kind !== "less" ? { share } : {}),
  };
}

/**
 * Traffic on request.
 *
 * @param {import("./state.js").Known} known
 * @param {import("./main.js").Actions} actions
 */
export function loadIt({ first, now }, actions) {
  const { load } = now;
  return html`<section aria-labelledby="load">
    <h2 id="load">Send load</h2>
    <form
      @submit=${(/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        const profile = /** @type {HTMLButtonElement} */ (event.submitter).value;
        const data = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
        const body = { profile, rate: Number(data.get("rate")), seconds: Number(data.get("seconds")) };
        void actions.send("POST", "/load", body, `${profile} is on its way.`);
      }}
    >
      <label>requests a second <input name="rate" type="number" min="0.1" max="500" step="0.1" value=${first.loadRate} /></label>
      <label>for seconds <input name="seconds" type="number" min="1" max="3600" value="120" /></label>
      <div class="buttons">
        ${first.loadProfiles.map(
          ({ name, meaning }) => html`<button type="submit" value=${name} title=${meaning}>${name}</button>`,
        )}
        <button
          type="button"
          class="mend"
          ?disabled=${load === null || load.over}
          @click=${() => actions.send("DELETE", "/load", undefined, "No more load.")}
        >
          Stop
        </button>
      </div>
      <ul class="quiet">
        ${first.loadProfiles.map(({ name, meaning }) => html`<li>${name}: ${meaning}</li>`)}
      </ul>
    </form>
    ${
      load === null
        ? nothing
        : html`<p role="status">
            ${load.profile}${load.over ? ", over" : ""}: ${count(load.second)} of ${count(load.seconds)} s, ${count(load.sent)} sent,
            ${percent(load.answered, load.answered + load.throttled + load.failed + load.refused)} answered, ${count(load.throttled)}
            × 429, ${count(load.failed)} failed${load.refused === 0 ? "" : `, ${count(load.refused)} refused`}${
              load.held === 0 ? "" : `, ${count(load.held)} not sent: too many were open`
            }.
          </p>`
    }
  </section>`;
}
