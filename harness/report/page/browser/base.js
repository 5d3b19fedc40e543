// @ts-check
// Draws a report from the data that stands in the page. Whatever stands for a setting carries its
// index as data-setting, so that marking it in one place marks it in all. The files of this folder
// are one script; this one holds the data and what all the others use.
'use strict';

/**
 * @typedef {(number|null)[]|null} Spread [mean, lowest draw, highest draw, trials, low and high of
 * an interval]
 */
/** @typedef {{suite: string, metric: string, title: string, unit: string}} Column */
/**
 * @typedef {{planned: number, with_result: number, reached: number, not_reached: number, failed:
 * number, missing: number}} Counts
 */
/**
 * @typedef {[string, number, number, number, number, number]} LostClass its name, images, right
 * before and after, negative flips, trials that list it
 */
/**
 * @typedef {{run: string, label: string, remediation: string, name: string, parameters:
 * Object<string, any>, varied: string[], anchor_classes: ?number, after: null|number|number[],
 * trials: Counts, over: string, supervision: string, draws: number, seeds: number, published:
 * boolean, figures: Spread[], steps: Spread, suites: Spread[][], lost?: Object<string,
 * LostClass[]>, calibration?: Object<string, Object<string, ?number>>, reliability?:
 * Object<string, [number, number, number][]>, groups?: (?[Spread[],
 * Spread[]])[][]}} Setting its groups by suite and grouping: what sums them up, the accuracy of
 * each
 */
/**
 * @typedef {{setting: number, draw: ?number, seed: ?number, status: string, reason?: string,
 * reached: ?boolean, fix?: ?number, retention?: ?number}} Trial
 */
/**
 * @typedef {{name: string, text: string, summary: string[], groups: string[], before:
 * (?number)[]}} Grouping
 */
/**
 * @typedef {{name: string, role: string, images: number, intervals: boolean, columns: Column[],
 * groupings?: Grouping[]}} Suite
 */
/**
 * @typedef {{run: string, label: string, setting: ?number, outcome: string, of_settings: number,
 * reached: number, planned: number, stopped_on_reported_suite: boolean}} Best
 */
/**
 * @typedef {{text: string, range?: string, value: any, node?: Node, title?: string}} Cell
 * title: what it says when it is pointed at
 */
/**
 * @typedef {{title: string, number: boolean, wide?: boolean, off?: boolean, note?: string, tip?:
 * string, better?: 'higher'|'lower'}} Head off: not shown until it is chosen
 */
/** @typedef {{setting: ?number, cells: Cell[], kind?: string}} Row */

/** @type {any} */ const data =
    JSON.parse(/** @type {HTMLElement} */ (document.getElementById('data')).textContent || '{}');
/** @type {Setting[]} */ const settings = data.settings;
/** @type {Trial[]} */ const trials = data.trials;
/** @type {Column[]} */ const columns = data.columns;
/** @type {Suite[]} */ const suites = data.suites;
/** @type {Best[]} */ const best = data.best;
const DAGGER = '†';
const labels = [...new Set(settings.map((setting) => setting.label))];
const severalRuns = data.runs.length > 1;

/** @param {string} id */
const section = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/**
 * A section that has nothing to show.
 * @param {string} id
 */
const drop = (id) => section(id).remove();

/**
 * An element with attributes and children.
 * @param {string} name @param {Object<string, any>} attributes @param {...(Node|string)} children
 */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false)
      made.setAttribute(key, String(value));
  }
  made.append(...children);
  return made;
}

/** @param {string} text */
const soft = (text) => element('p', {class: 'soft'}, text);

/**
 * What is made when it is first opened.
 * @param {string} title @param {() => Node[]} make
 */
function folded(title, make) {
  const made =
      /** @type {HTMLDetailsElement} */ (element('details', {}, element('summary', {}, title)));
  const fill = () => {
    if (made.childElementCount > 1) return;
    made.append(...make());
    remark();
  };
  made.addEventListener('toggle', () => {
    if (made.open) fill();
  });
  folds.push(fill);
  return made;
}
/**
 * Make what is folded away and was not opened yet.
 * @type {(() => void)[]}
 */
const folds = [];

/**
 * A number as tables show it.
 * @param {?number|undefined} value @param {string} unit
 */
function format(value, unit) {
  if (value === null || value === undefined) return '–';
  if (unit === 'percent') return (100 * value).toFixed(1);
  if (unit === 'points') return value.toFixed(1).replace(/^-(0\.0)$/, '$1');
  if (unit === 'nats') return value.toFixed(3);
  if (unit === 'p') {
    if (value < 0.001) return '<0.001';
    return value < 1 && value.toFixed(3) === '1.000' ? '>0.999' : value.toFixed(3);
  }
  return Number.isInteger(value) ? String(value) : value.toFixed(1);
}

/**
 * @param {Spread|undefined} spread @param {string} unit @param {number} expected how many trials
 *     it should be over @returns {Cell}
 */
function cell(spread, unit, expected) {
  if (!spread) return {text: '–', value: null};
  const [mean, low, high, over] = spread;
  const value = mean === null ? high : mean;
  // Of p-values, which have no mean; one where both ends look alike.
  const ends = [...new Set([format(low, unit), format(high, unit)])].join(' to ');
  const notes = [];
  if (spread.length === 6) notes.push(`[${format(spread[4], unit)}, ${format(spread[5], unit)}]`);
  if (expected && over !== expected) notes.push(`${over} of ${expected} trials`);
  return {text: mean === null ? ends : format(mean, unit), range: notes.join('; '), value};
}

/** @param {string} text @returns {Cell} */
const textCell = (text) => ({text, value: text});
/** @param {?number|undefined} value @param {string} unit @param {string} [range] @returns {Cell} */
const numberCell = (value, unit, range) =>
    ({text: format(value, unit), value: value === undefined ? null : value, range});
/** @param {any} value */
const valueText = (value) => value === null ? 'none' : String(value);
/** @param {string} text */
const words = (text) => text.replace(/_/g, ' ');

/**
 * What a setting is called beside its label.
 * @param {Setting} setting @returns {string[]}
 */
function details(setting) {
  const parts = setting.name ? setting.name.split(', ') : [];
  if (setting.anchor_classes !== null) parts.push(`N ${setting.anchor_classes}`);
  return parts;
}

/** @param {Setting} setting */
function labelOf(setting) {
  return (severalRuns ? setting.run + ', ' : '') + setting.label +
      (setting.published ? ' ' + DAGGER : '');
}

/** @param {Setting} setting */
const fullName = (setting) => [labelOf(setting), ...details(setting)].join(', ');

/**
 * The settings to look at first: the best of each remediation.
 * @returns {number[]}
 */
const bestSettings = () => best.flatMap((entry) => entry.setting === null ? [] : [entry.setting]);
