// @ts-check
// What the plots share. Chart.js stands in the script before this one.
'use strict';

/** @type {any} */ const PlotLibrary = (/** @type {any} */ (window)).Chart;
PlotLibrary.defaults.font.family = getComputedStyle(document.body).fontFamily;
/**
 * Every plot, to be drawn anew when the theme changes.
 * @type {(() => void)[]}
 */
const restylers = [];

// The shapes of PATHS in families.js, as Chart.js calls them.
const SHAPES =
    ['circle', 'triangle', 'rect', 'rectRot', 'triangle', 'cross', 'star', 'rectRounded'];
/**
 * The fifth stands on its head. In degrees.
 * @param {number} shape
 */
const turnOf = (shape) => shape === 4 ? 180 : 0;

/** @param {string} name */
const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
/**
 * As hex digits, to which those of an opacity can be added.
 * @param {string} label
 */
const colourOf = (label) => style(`--family-${lookOf(label).colour}`);
/**
 * Which of the shapes.
 * @param {string} label
 */
const shapeOf = (label) => lookOf(label).shape;

/** @param {string} label @param {number} [shape] */
const swatch = (label, shape) => glyph(label, shape);

/**
 * Axes in the colours of the theme; each has grid, ticks and title of its own.
 * @param {any} plot
 */
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

/**
 * What was opened for paper alone.
 * @type {HTMLDetailsElement[]}
 */
let unfolded = [];
/**
 * On paper nothing is folded away.
 * @param {boolean} printing
 */
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
