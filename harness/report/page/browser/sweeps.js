// @ts-check
// Each remediation over its grid, as heat maps.
'use strict';

/** @typedef {{axis: string, values: any[]}} Axis */
/**
 * @typedef {{run: string, label: string, stop_on: ?string, fixed: Object<string, any>, after:
 * ?{label: string, parameters: Object<string, any>}, x: Axis, y: ?Axis, cells: (?number)[][]}}
 * Sweep
 */
/**
 * A figure of a suite: where it stands in each setting.
 * @typedef {{at: number, k: number, column: Column}} Figure
 */

/** Every figure that tables show of a suite, by suite. */
const figuresBySuite = suites.map(
    (suite, at) => ({suite, figures: suite.columns.map((column, k) => ({at, k, column}))}));
/** @param {number} index @param {Figure} figure @returns {Spread} */
const spreadOf = (index, figure) => settings[index].suites[figure.at][figure.k];
/** @param {string} name */
const axisName = (name) => name === 'anchor_classes' ? 'N' : name;

/**
 * A choice among all figures; first that metric of a suite to retain, where there is one.
 * @param {string} id @param {(figure: Figure) => void} chosenFigure @param {string} metric
 */
function figureChoice(id, chosenFigure, metric) {
  const choice = /** @type {HTMLSelectElement} */ (element('select', {id}));
  const all = figuresBySuite.flatMap((group) => group.figures);
  for (const {suite, figures} of figuresBySuite) {
    choice.append(element(
        'optgroup', {label: `${suite.name} (${suite.role})`},
        ...figures.map(
            (figure) => element(
                'option', {value: all.indexOf(figure)},
                `${figure.column.title} (${suite.name})`))));
  }
  choice.value = String(Math.max(
      0,
      all.findIndex(
          (figure) => suites[figure.at].role === 'retain' && figure.column.metric === metric)));
  choice.addEventListener('change', () => chosenFigure(all[Number(choice.value)]));
  return {
    tools: element(
        'div', {class: 'tools'},
        element(
            'label',
            {for: id
            },
            'Shown '),
        choice),
    first: all[Number(choice.value)]
  };
}

function drawSweeps() {
  /** @type {Sweep[]} */ const swept =
      (data.sweeps || [])
          .filter(
              (/** @type {Sweep} */ sweep) =>
                  sweep.cells.flat()
                      .filter((index) => index !== null && settings[index].trials.with_result > 0)
                      .length > 1);
  if (swept.length === 0 || figuresBySuite.length === 0) return drop('sweeps');
  const maps = element('div', {class: 'sweeps'});
  const scale = soft('');
  const draw = (/** @type {Figure} */ figure) => {
    const range = rangeOf(swept, figure);
    maps.replaceChildren(...swept.map((sweep) => heatMap(sweep, figure, range)));
    scale.textContent =
        `One scale for all: from ${format(range.low, figure.column.unit)} (light) ` +
        `to ${format(range.high, figure.column.unit)} (dark).`;
    remark();
  };
  const {tools, first} = figureChoice('sweep-figure', draw, 'retention');
  section('sweeps').append(tools, scale, maps);
  draw(first);
}

/**
 * The same for every method, so that equal shades are equal values.
 * @param {Sweep[]} swept @param {Figure} figure
 */
function rangeOf(swept, figure) {
  const values = swept.flatMap((sweep) => sweep.cells.flat()).flatMap((index) => {
    const spread = index === null ? null : spreadOf(index, figure);
    return spread && spread[0] !== null ? [Number(spread[0])] : [];
  });
  return {low: Math.min(...values), high: Math.max(...values)};
}

/** @param {Sweep} sweep @param {Figure} figure @param {{low: number, high: number}} range */
function heatMap(sweep, figure, range) {
  const fixed = Object.entries(sweep.fixed).map(([name, value]) => `${name} ${valueText(value)}`);
  const parents = [sweep.after || []].flat().map((parent) => parent.label);
  const after = parents.length ? [`after ${parents.join(' and ')}`] : [];
  const stops = new Set(settings.filter((setting) => setting.label === sweep.label)
                            .map((setting) => setting.published))
                    .size > 1 &&
          sweep.stop_on ?
      [`stopped on ${sweep.stop_on}`] :
      [];
  const title = [
    (severalRuns ? sweep.run + ', ' : '') + sweep.label, ...fixed, ...after, ...stops
  ].join(', ');
  const head = element(
      'tr', {},
      element(
          'th', {scope: 'col'},
          sweep.y ? `${axisName(sweep.y.axis)} \\ ${axisName(sweep.x.axis)}` :
                    axisName(sweep.x.axis)),
      ...sweep.x.values.map((value) => element('th', {scope: 'col'}, valueText(value))));
  const body = element('tbody');
  sweep.cells.forEach((line, i) => {
    const row = element(
        'tr', {},
        element(
            'th', {scope: 'row'}, sweep.y ? valueText(sweep.y.values[i]) : figure.column.title));
    for (const index of line)
      row.append(index === null ? element('td', {}, '') : heatCell(index, figure, range));
    body.append(row);
  });
  return element(
      'div', {},
      scrolled(
          title,
          element(
              'table', {class: 'heat'}, element('caption', {}, title), element('thead', {}, head),
              body)));
}

/** @param {number} index @param {Figure} figure @param {{low: number, high: number}} range */
function heatCell(index, figure, range) {
  const spread = spreadOf(index, figure);
  const entry = cell(spread, figure.column.unit, settings[index].trials.planned);
  const share = spread && spread[0] !== null && range.high > range.low ?
      (Number(spread[0]) - range.low) / (range.high - range.low) :
      0;
  const made = element(
      'td', {'data-setting': index, style: `--share: ${(0.4 * share).toFixed(2)}`},
      markButton(index, entry.text));
  if (entry.range) made.append(element('small', {}, entry.range));
  return made;
}
