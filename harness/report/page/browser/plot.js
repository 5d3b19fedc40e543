// @ts-check
// What the plots share. Chart.js stands in the script before this one.
'use strict';

/** @type {any} */ const PlotLibrary = (/** @type {any} */ (window)).Chart;
PlotLibrary.defaults.font.family = getComputedStyle(document.body).fontFamily;
/** Every plot, to be drawn anew when the theme changes.
 * @type {(() => void)[]} */
const restylers = [];

// Okabe and Ito's palette without its black, which the colour-blind can tell apart.
const COLOURS = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9', '#8A8A8A'];
const SHAPES = ['circle', 'triangle', 'rect', 'rectRot'];
const GLYPHS = ['●', '▲', '■', '◆'];  // the same, in legends

/** @param {string} name */
const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
/** @param {string} label */
const colourOf = (label) => COLOURS[labels.indexOf(label) % COLOURS.length];
/** Which of the shapes.
 * @param {string} label */
const shapeOf = (label) => Math.floor(labels.indexOf(label) / COLOURS.length) % SHAPES.length;

/** @param {string} label @param {number} [shape] */
const swatch = (label, shape) => element(
    'span', {class: 'swatch', style: `color:${colourOf(label)}`, 'aria-hidden': 'true'},
    GLYPHS[shape === undefined ? shapeOf(label) : shape]);

/** Axes in the colours of the theme; each has grid, ticks and title of its own.
 * @param {any} plot */
function restyleAxes(plot) {
  for (const axis of Object.values(plot.options.scales)) {
    axis.grid.color = style('--line');
    axis.ticks.color = style('--soft');
    axis.title.color = style('--ink');
  }
}

function restyleAll() {
  for (const restyle of restylers) restyle();
}

/** What was opened for paper alone.
 * @type {HTMLDetailsElement[]} */
let unfolded = [];
/** On paper nothing is folded away.
 * @param {boolean} printing */
function unfold(printing) {
  if (printing) {
    for (const fill of folds) fill();
    const all = /** @type {NodeListOf<HTMLDetailsElement>} */ (
        document.querySelectorAll('main details:not(.columns)'));
    unfolded = [...all].filter((node) => !node.open);
  }
  for (const node of unfolded) node.open = printing;
}

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', restyleAll);
// Paper is white whatever the theme.
for (const [event, printing] of /** @type {[string, boolean][]} */ (
         [['beforeprint', true], ['afterprint', false]])) {
  window.addEventListener(event, () => {
    document.documentElement.classList.toggle('printing', printing);
    unfold(printing);
    for (const redraw of redrawers) redraw(printing ? 940 : null);
    restyleAll();
  });
}
