import { html, nothing } from "./lib/lit-html.js";
import { memberSums } from "./state.js";
import { count, rate } from "./words.js";

/** Seconds that rates are of. */
const WINDOW = 5;

/** Faults that have a button in each region. */
const FAULTS = /** @type {const} */ ([
  ["refused", "Take it away"],
  ["hangs", "Let it hang"],
  ["429", "Throttle it"],
  ["503", "Answer 503"],
  ["401", "Forget the role"],
]);

/**
 * Each region with its deployments, and buttons that break it.
 *
 * @param {import("./state.js").Known} known
 * @param {import("./main.js").Actions} actions
 */
export function regions(known, actions) {
  return html`<section aria-labelledby="regions">
    <h2 id="regions" tabindex="-1">Regions</h2>
    <div class="regions">${known.first.shape.regions.map((name) => region(known, name, actions))}</div>
  </section>`;
}

/**
 * @param {import("./state.js").Known} known
 * @param {string} name
 * @param {import("./main.js").Actions} actions
 */
function region(known, name, actions) {
  const { shape } = known.first;
  const faults = known.now.faults.filter(({ where }) => where === undefined || where.split("/")[0] === name);
  const mine = shape.members.flatMap((member, index) => (member.region === name ? [{ member, index }] : []));
  return html`<article class="region ${faults.length > 0 ? "broken" : ""}" aria-labelledby=${`region-${name}`}>
    <h3 id=${`region-${name}`}>${name}</h3>
    <p class="state">
      ${
        faults.length === 0
          ? html`<span class="good">✓ nothing is broken here</span>`
          : faults.map(
              ({ kind, where = "everywhere", to }) =>
                html`<span class="bad">✕ ${where === name ? "" : `${where}: `}${kind}${left(to, known.now.at)}</span> `,
            )
      }
    </p>
    <table>
      <thead>
        <tr>
          <th scope="col">deployment</th>
          <th scope="col">in use</th>
          <th scope="col" class="number">calls / s</th>
          <th scope="col">state</th>
        </tr>
      </thead>
      <tbody>
        ${mine.map(({ member, index }) => row(known, member, index))}
      </tbody>
    </table>
    <div class="buttons">
      ${FAULTS.map(
        ([kind, words]) =>
          html`<button
            type="button"
            aria-label=${`${words}: ${name}`}
            @click=${() => actions.send("POST", "/faults", { kind, where: name, forSeconds: 60 }, `${name}: ${kind} for 60 s.`)}
          >
            ${words}
          </button>`,
      )}
      ${
        faults.some(({ where }) => where === name)
          ? html`<button
              type="button"
              class="mend"
              aria-label=${`Mend ${name}`}
              @click=${() => actions.send("DELETE", `/faults?where=${encodeURIComponent(name)}`, undefined, `${name} is mended.`)}
            >
              Mend
            </button>`
          : nothing
      }
    </div>
  </article>`;
}

/**
 * @param {import("./state.js").Known} known
 * @param {import("../pageEvents").ShownMember} member
 * @param {number} index
 */
function row(known, member, index) {
  const { history } = known;
  const seconds = Math.max(1, Math.min(WINDOW, history.length));
  const { answered, throttled, failed } = memberSums(history, index, WINDOW);
  const utilization = history.at(-1)?.members[index]?.[4] ?? null;
  return html`<tr>
    <th scope="row">
      ${member.deployment}
      <span class="quiet">${member.tier === "ptu" ? `${member.capacity} PTU` : `PAYG ${count(member.capacity)}k / min`}</span>
    </th>
    <td>${
      utilization === null
        ? html`<span class="quiet">–</span>`
        : html`<progress
              max="100"
              value=${Math.min(100, utilization)}
              class=${utilization >= 100 ? "full" : ""}
              aria-label=${`${member.deployment} in use`}
            ></progress>
            ${Math.round(utilization)} %`
    }</td>
    <td class="number">
      ${rate(answered / seconds)}${throttled === 0 ? nothing : html` <span class="warn">${rate(throttled / seconds)} × 429</span>`}${
        failed === 0 ? nothing : html` <span class="bad">${rate(failed / seconds)} ✕</span>`
      }
    </td>
    <td>${memberState(known, member.id, index)}</td>
  </tr>`;
}

/**
 * Whether the gateway calls a member now, and if not, why.
 *
 * @param {import("./state.js").Known} known
 * @param {string} id
 * @param {number} index
 */
export function memberState({ now }, id, index) {
  const aside = now.aside.find(({ member }) => member === id);
  const breaker = now.breakers[index];
  if (aside !== undefined) {
    const since = Math.max(0, Math.round((now.at - aside.since) / 1000));
    return html`<span class="bad">✕ set aside ${since} s: ${aside.reason}</span>`;
  }
  if (breaker?.circuit === "open")
    return html`<span class="warn">◌ breaker open${left(breaker.until ?? undefined, now.at)}</span>`;
  if (breaker?.circuit === "half-open") return html`<span class="warn">◌ breaker tries one call</span>`;
  if (breaker !== undefined && breaker.failures > 0)
    return html`<span>✓ called, ${breaker.failures} failed lately</span>`;
  return html`<span class="good">✓ called</span>`;
}

/**
 * @param {number | undefined} to milliseconds since 1970
 * @param {number} now
 */
export const left = (to, now) =>
  to === undefined ? "" : `, ${Math.max(0, Math.ceil((to - now) / 1000))} s left`;
