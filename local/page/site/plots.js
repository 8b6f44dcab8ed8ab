import { html } from "./lib/lit-html.js";
import uPlot from "./lib/uPlot.js";
import { clock } from "./words.js";

/** @typedef {import("./state.js").Known} Known */
/**
 * @typedef {object} Plot
 * @property {string} id
 * @property {string} title
 * @property {(known: Known) => readonly { readonly name: string, readonly colour: string, readonly dash?: readonly number[] }[]} series
 * @property {(known: Known) => number[][]} values by series
 */

const PALETTE = ["--one", "--two", "--three", "--four", "--five", "--six"];
/** What tells lines apart beside their colour. */
const DASHES = [[], [6, 3], [2, 2], [10, 3, 2, 3], [1, 4], [12, 4]];

/** @param {readonly string[]} names */
const listed = (names) =>
  names.map((name, index) => ({
    name,
    colour: PALETTE[index % PALETTE.length] ?? "--one",
    dash: DASHES[index % DASHES.length] ?? [],
  }));

/** @param {Known} known */
const ptuMembers = ({ first }) =>
  first.shape.members.flatMap((member, index) => (member.tier === "ptu" ? [{ member, index }] : []));

/** @type {readonly Plot[]} */
const PLOTS = [
  {
    id: "plot-requests",
    title: "Requests a second, by what the caller got",
    series: () => [
      { name: "answered", colour: "--good" },
      { name: "429", colour: "--warn", dash: [6, 3] },
      { name: "failed or refused", colour: "--bad", dash: [2, 2] },
    ],
    values: ({ history }) => [
      history.map(({ consumers }) => consumers.reduce((sum, [answered]) => sum + answered, 0)),
      history.map(({ consumers }) => consumers.reduce((sum, [, throttled]) => sum + throttled, 0)),
      history.map(({ consumers }) =>
        consumers.reduce((sum, [, , failed, refused]) => sum + failed + refused, 0),
      ),
    ],
  },
  {
    id: "plot-regions",
    title: "Calls answered a second, by region",
    series: ({ first }) => listed(first.shape.regions),
    values: ({ first, history }) =>
      first.shape.regions.map((region) => {
        const own = first.shape.members.flatMap((member, index) => (member.region === region ? [index] : []));
        return history.map(({ members }) => own.reduce((sum, index) => sum + (members[index]?.[0] ?? 0), 0));
      }),
  },
  {
    id: "plot-ptu",
    title: "PTU in use, percent",
    series: (known) =>
      listed(ptuMembers(known).map(({ member }) => `${member.deployment}, ${member.region}`)),
    values: (known) =>
      ptuMembers(known).map(({ index }) => known.history.map(({ members }) => members[index]?.[4] ?? 0)),
  },
  {
    id: "plot-tokens",
    title: "Tokens a second, by tier",
    series: () => listed(["PTU", "PAYG"]),
    values: ({ first, history }) =>
      ["ptu", "payg"].map((tier) => {
        const own = first.shape.members.flatMap((member, index) => (member.tier === tier ? [index] : []));
        return history.map(({ members }) => own.reduce((sum, index) => sum + (members[index]?.[3] ?? 0), 0));
      }),
  },
];

/** Places for the plots, which draw themselves into them. */
export function plots() {
  return html`<section aria-labelledby="plots">
    <h2 id="plots">The last ten minutes</h2>
    <div class="plots">
      ${PLOTS.map(
        ({ id, title }) => html`<figure>
          <figcaption>${title}</figcaption>
          <div id=${id} role="img" aria-label=${title}></div>
        </figure>`,
      )}
    </div>
  </section>`;
}

/** @type {Map<string, { readonly plot: uPlot, readonly key: string }>} */
const drawn = new Map();

/**
 * Brings the plots up to date.
 *
 * @param {Known} known
 */
export function drawPlots(known) {
  const style = getComputedStyle(document.documentElement);
  const colour = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  for (const { id, title, series, values } of PLOTS) {
    const place = document.getElementById(id);
    if (place === null) continue;
    const lines = series(known);
    const width = Math.max(200, place.clientWidth);
    // Another width, another scheme of colours or another fleet is another plot.
    const key = `${width} ${colour("--ink")} ${lines.map(({ name }) => name).join(" ")}`;
    const data = /** @type {uPlot.AlignedData} */ ([
      known.history.map(({ at }) => at / 1000),
      ...values(known),
    ]);
    let now = drawn.get(id);
    if (now?.key !== key) {
      now?.plot.destroy();
      now = { plot: made(place, width, lines, colour), key };
      drawn.set(id, now);
    }
    now.plot.setData(data);
    // Without a pointer on it, the legend tells the last second.
    if ((now.plot.cursor.left ?? -1) < 0) now.plot.setLegend({ idx: known.history.length - 1 });
    place.setAttribute(
      "aria-label",
      `${title}: ${lines.map(({ name }, index) => `${name} ${last(data[index + 1])}`).join(", ")}`,
    );
  }
}

/** @param {uPlot.AlignedData[number] | undefined} values */
const last = (values) => Math.round(Number(values?.[values.length - 1] ?? 0));

/**
 * @param {HTMLElement} place
 * @param {number} width
 * @param {ReturnType<Plot["series"]>} lines
 * @param {(name: string) => string} colour
 */
function made(place, width, lines, colour) {
  const axis = {
    stroke: colour("--quiet"),
    grid: { stroke: colour("--line"), width: 1 },
    ticks: { show: false },
  };
  return new uPlot(
    {
      width,
      height: 180,
      cursor: { drag: { x: false, y: false } },
      scales: { y: { range: (_plot, _low, high) => [0, Math.max(1, high * 1.1)] } },
      axes: [
        { ...axis, space: 70, values: (_plot, seconds) => seconds.map((second) => clock(second * 1000)) },
        { ...axis, size: 46 },
      ],
      series: [
        {
          label: "at",
          value: (_plot, value) => (value == null ? "–" : clock(value * 1000)),
        },
        ...lines.map(({ name, colour: line, dash = [] }) => ({
          label: name,
          stroke: colour(line),
          width: 2,
          dash: [...dash],
          points: { show: false },
        })),
      ],
    },
    [[], ...lines.map(() => [])],
    place,
  );
}
