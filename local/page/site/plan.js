import { html } from "./lib/lit-html.js";
import { memberState } from "./regions.js";
import { count, tierName } from "./words.js";

/**
 * Who serves which model, in which order and in which state, and the policies that see to it.
 *
 * @param {import("./state.js").Known} known
 * @param {import("./main.js").Chosen} chosen
 * @param {import("./main.js").Actions} actions
 */
export function plan(known, { policy, policyText }, actions) {
  const { shape, policies } = known.first;
  return html`<section aria-labelledby="plan">
    <h2 id="plan">Plan and policies</h2>
    ${shape.routes.map(
      ({ model, residency, members, attempts }) => html`<details>
        <summary>
          ${model}${residency === undefined ? "" : `, within ${residency}`}
          <span class="quiet">${members.length} ${members.length === 1 ? "member" : "members"}, at most ${attempts} calls a request</span>
        </summary>
        <div class="scroll" tabindex="0" role="region" aria-label="Members">
          <table>
            <thead>
              <tr>
                <th scope="col" class="number">order</th>
                <th scope="col">region</th>
                <th scope="col">deployment</th>
                <th scope="col">tier</th>
                <th scope="col">SKU</th>
                <th scope="col" class="number">capacity</th>
                <th scope="col" class="number">weight</th>
                <th scope="col">now</th>
              </tr>
            </thead>
            <tbody>
              ${members.map((id) => row(known, id))}
            </tbody>
          </table>
        </div>
      </details>`,
    )}
    <h3>Rendered policies</h3>
    <label>
      document
      <select @change=${(/** @type {Event} */ event) => actions.showPolicy(/** @type {HTMLSelectElement} */ (event.target).value)}>
        <option value="" ?selected=${policy === undefined} disabled>choose one</option>
        ${policies.map((name) => html`<option value=${name} ?selected=${name === policy}>${name}</option>`)}
      </select>
    </label>
    ${policy === undefined ? "" : html`<pre tabindex="0" aria-label=${policy}>${policyText}</pre>`}
  </section>`;
}

/**
 * @param {import("./state.js").Known} known
 * @param {string} id
 */
function row(known, id) {
  const index = known.first.shape.members.findIndex((member) => member.id === id);
  const member = known.first.shape.members[index];
  if (member === undefined) return "";
  return html`<tr>
    <td class="number">${member.priority}</td>
    <th scope="row">${member.region}</th>
    <td>${member.deployment}</td>
    <td>${tierName(member.tier)}</td>
    <td>${member.sku}</td>
    <td class="number">${member.tier === "ptu" ? `${member.capacity} PTU` : `${count(member.capacity)}k / min`}</td>
    <td class="number">${member.weight}</td>
    <td>${memberState(known, id, index)}</td>
  </tr>`;
}
