import { consumers } from "./consumers.js";
import { breakIt, loadIt } from "./controls.js";
import { html, render } from "./lib/lit-html.js";
import { plan } from "./plan.js";
import { drawPlots, plots } from "./plots.js";
import { regions } from "./regions.js";
import { requests } from "./requests.js";
import { after } from "./state.js";
import { ask, follow } from "./stream.js";
import { summary } from "./summary.js";

const app = /** @type {HTMLElement} */ (document.getElementById("app"));
const token = takeToken();

/**
 * What the person chose, which no event changes.
 *
 * @typedef {object} Chosen
 * @property {string | undefined} request whose path is shown; `undefined`: the newest that is worth it
 * @property {string | undefined} policy
 * @property {string} policyText
 * @property {string} said the last answer to a button
 * @property {boolean} saidGood
 */

/** @type {import("./state.js").Known | undefined} */
let known;
/** @type {"loading" | "live" | "gone" | "forbidden"} */
let connection = "loading";
/** @type {Chosen} */
let chosen = { request: undefined, policy: undefined, policyText: "", said: "", saidGood: true };

/** The token comes behind the # of the address, which no server sees, and does not stay there. */
function takeToken() {
  const given = location.hash.slice(1);
  if (/^[\w-]{20,}$/.test(given)) {
    sessionStorage.setItem("token", given);
    history.replaceState(null, "", location.pathname);
  }
  return sessionStorage.getItem("token") ?? "";
}

/** What buttons do. */
const actions = {
  /** @param {Partial<Chosen>} change */
  choose(change) {
    chosen = { ...chosen, ...change };
    draw();
  },
  /**
   * @param {"POST" | "DELETE"} method
   * @param {string} path
   * @param {unknown} body
   * @param {string} done what is said when it worked
   */
  async send(method, path, body, done) {
    const { ok, text } = await ask(token, method, path, body);
    actions.choose({ said: ok ? done : errorOf(text), saidGood: ok });
  },
  /** @param {string} name */
  async showPolicy(name) {
    const { ok, text } = await ask(token, "GET", `/policy?name=${encodeURIComponent(name)}`);
    actions.choose({ policy: name, policyText: ok ? text : errorOf(text) });
  },
};
/** @typedef {typeof actions} Actions */

/** @param {string} text */
function errorOf(text) {
  try {
    return String(JSON.parse(text).error);
  } catch {
    return text;
  }
}

function draw() {
  render(view(), app);
  if (known !== undefined) drawPlots(known);
}

function view() {
  if (token === "" || connection === "forbidden")
    return html`<main class="lonely">
      <h1>This page needs the address of its fleet</h1>
      <p>
        <code>npm start</code> prints it as <code>page</code>, with a part behind the <code>#</code> that opens it. It is another
        one each time a fleet starts.
      </p>
    </main>`;
  if (known === undefined) return html`<p class="lonely" role="status">Waiting for the fleet …</p>`;
  const { environment, file } = known.first.shape;
  document.title = `${environment} · aoai-fleet`;
  return html`
    <header>
      <div>
        <h1>aoai-fleet <span>${environment}</span></h1>
        <p class="quiet">${file} · gateway <code>${known.first.gateway}</code></p>
      </div>
      <p class="connection ${connection}" role="status">
        ${connection === "live" ? "● live" : "○ The fleet does not answer; asking again …"}
      </p>
    </header>
    <main>
      ${summary(known)} ${regions(known, actions)}
      <div class="pair">${breakIt(known, actions)} ${loadIt(known, actions)}</div>
      ${requests(known, chosen, actions)} ${consumers(known)} ${plots()} ${plan(known, chosen, actions)}
    </main>
    <p class="said ${chosen.saidGood ? "good" : "bad"}" role="status">${chosen.said}</p>
  `;
}

// What says that the page is loading goes.
app.replaceChildren();
draw();
if (token !== "")
  void follow(
    token,
    (event) => {
      known = after(known, event);
      draw();
    },
    (state) => {
      connection = state;
      draw();
    },
  );
