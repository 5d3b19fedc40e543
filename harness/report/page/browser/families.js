// @ts-check
// How methods are told apart: a colour for each family, a shape for each method within it.
'use strict';

/** @type {string[]} */ const familyOrder = data.families.order;
/**
 * Of a label's remediation.
 * @param {string} label @returns {string}
 */
function familyOf(label) {
  const setting = settings.find((other) => other.label === label);
  return (setting && data.families.of[setting.remediation]) || 'other';
}

// Paths around (0, 0) of about the same area, for a radius of 1.
const PATHS = [
  'M1 0A1 1 0 1 1-1 0A1 1 0 1 1 1 0Z', 'M0-1.2L1.1 .8H-1.1Z', 'M-.9-.9H.9V.9H-.9Z',
  'M0-1.25L1.25 0L0 1.25L-1.25 0Z', 'M0 1.2L1.1-.8H-1.1Z',
  'M-.4-1.1H.4V-.4H1.1V.4H.4V1.1H-.4V.4H-1.1V-.4H-.4Z',
  'M0-1.3L.36-.42L1.3-.36L.58 .22L.82 1.12L0 .62L-.82 1.12L-.58 .22L-1.3-.36L-.36-.42Z',
  'M-.55-1H.55L1.1 0L.55 1H-.55L-1.1 0Z'
];

/**
 * Which colour and which shape each label has; methods of no family share out all of them.
 * @type {Map<string, {colour: number, shape: number, hollow: boolean}>}
 */
const looks = new Map();
for (const family of familyOrder) {
  labels.filter((label) => familyOf(label) === family).forEach((label, i) => {
    const turn = Math.floor(i / PATHS.length);
    const at = familyOrder.indexOf(family) + (family === 'other' ? turn : 0);
    looks.set(label, {
      colour: at % familyOrder.length,
      shape: i % PATHS.length,
      hollow: family === 'control' || (family !== 'other' && turn > 0)
    });
  });
}

/** @param {string} label */
const lookOf = (label) => looks.get(label) || {colour: 0, shape: 0, hollow: false};
/** @param {string} label */
const familyColour = (label) => `var(--family-${lookOf(label).colour})`;

/**
 * A method's mark in a drawing.
 * @param {string} label @param {number} x @param {number} y @param {number} size
 * @param {number} [shape] in place of its own
 */
function markOf(label, x, y, size, shape) {
  const look = lookOf(label);
  return svg('path', {
    d: PATHS[shape === undefined ? look.shape : shape],
    transform: `translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${size})`,
    style: `fill:${look.hollow ? 'var(--ground)' : familyColour(label)};` +
        `stroke:${familyColour(label)};stroke-width:${(1.4 / size).toFixed(2)}`
  });
}

/**
 * The same in a line of text.
 * @param {string} label @param {number} [shape] in place of its own
 */
const glyph = (label, shape) => svg(
    'svg', {class: 'glyph', viewBox: '-8 -8 16 16', width: 14, height: 14, 'aria-hidden': 'true'},
    markOf(label, 0, 0, 5.4, shape));

/**
 * Which colour is which family, of those labels.
 * @param {string[]} those
 */
function familyLegend(those) {
  const list = element('ul', {class: 'families', 'aria-label': 'Families of methods'});
  for (const family of familyOrder) {
    const members = those.filter((label) => familyOf(label) === family);
    if (members.length === 0) continue;
    const dot =
        svg('svg',
            {class: 'glyph', viewBox: '-8 -8 16 16', width: 14, height: 14, 'aria-hidden': 'true'},
            svg('circle', {r: 6, style: `fill:${familyColour(members[0])}`}));
    list.append(element('li', {}, dot, ` ${family}`));
  }
  return list;
}
