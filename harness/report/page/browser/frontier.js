// @ts-check
// Every trial by fix rate and retention; the Pareto-optimal settings are joined and named.
'use strict';

/** @type {any} */ let chart = null;
/**
 * The remediation that is chosen in the legend.
 * @type {?string}
 */
let chosen = null;

/** @param {Trial} trial */
const drawable = (trial) => typeof trial.fix === 'number' && typeof trial.retention === 'number';

/**
 * The corner where the better part of the good trials lies, in percent, or null where that is most
 * of the plot: the half of the trials at the target that retain most.
 * @param {Trial[]} shown @returns {?{x: number, y: number}}
 */
function corner(shown) {
  const reached = shown.filter((trial) => trial.reached)
                      .sort((a, b) => Number(b.retention) - Number(a.retention));
  const good = reached.slice(0, Math.ceil(0.5 * reached.length));
  if (reached.length < 4) return null;
  const below = (/** @type {number[]} */ values) =>
      Math.max(0, 5 * Math.floor((100 * Math.min(...values) - 0.5) / 5));
  const found = {
    x: below(good.map((trial) => Number(trial.fix))),
    y: below(good.map((trial) => Number(trial.retention)))
  };
  return found.x < 40 && found.y < 40 ? null : found;
}

/**
 * What the line joins: mean figures of settings, from left to right.
 * @returns {{x: number, y: number, setting: number}[]}
 */
function frontLine() {
  if (!data.frontier) return [];
  return data.frontier.points.filter((/** @type {any} */ point) => point.front && !point.published)
      .map(
          (/** @type {any} */ point) =>
              ({x: 100 * point.fix, y: 100 * point.retention, setting: point.setting}))
      .sort((/** @type {any} */ a, /** @type {any} */ b) => a.x - b.x || b.y - a.y);
}

function drawFrontier() {
  const place = section('frontier');
  const shown = trials.filter(drawable);
  if (shown.length === 0) {
    place.append(element('p', {}, 'No trial has both a fix suite and a suite to retain measured.'));
    return;
  }
  const near = corner(shown);
  const hidden = near ?
      shown
          .filter(
              (trial) => 100 * Number(trial.fix) < near.x || 100 * Number(trial.retention) < near.y)
          .length :
      0;
  const canvas = element('canvas', {
    role: 'img',
    'aria-label': `${shown.length} trials: top-1 accuracy on ${data.fix} across, ` +
        `retention on ${data.retain} upwards. The same figures stand in the table of every setting.`
  });
  const closer =
      /** @type {HTMLInputElement} */ (element('input', {type: 'checkbox', id: 'closer'}));
  closer.checked = near !== null;
  const outside = element('span', {class: 'soft', id: 'outside'});
  const zoom = () => {
    const from = closer.checked && near ? near : {x: 0, y: 0};
    // A little room beyond 100 % for the points' size.
    for (const [axis, highest] of /** @type {['x'|'y', number][]} */ (
             [['x', 100], ['y', highestRetention]])) {
      chart.options.scales[axis].min = from[axis];
      chart.options.scales[axis].max = highest + 0.04 * (highest - from[axis]);
    }
    outside.textContent =
        closer.checked && hidden > 0 ? `${hidden} of ${shown.length} trials lie outside` : '';
    restyleFrontier();
  };
  closer.addEventListener('change', zoom);
  if (near) {
    place.append(element(
        'div', {class: 'tools'},
        element(
            'label',
            {for: 'closer'
            },
            closer, ` the corner of interest: fixes ${near.x} % and keeps ${near.y} % or more`),
        outside));
  }
  const line = frontLine();
  place.append(
      element('div', {class: 'plot'}, canvas), savePlotButtons(canvas, 'trade-offs'), legend(shown),
      soft(
          'One point a trial; filled: the stop criterion was met; hollow: it was ' +
          'not; a cross: the published protocol, which stops on a reported suite.' +
          (line.length ?
               ' The line joins the eligible settings (stop criterion met in every ' +
               'trial, and fixed) ' +
                   'that are Pareto-optimal among these, by their means.' :
               '') +
          ' Choose a point to mark its setting on the whole page.'));
  if (line.length) {
    const list = element('ul', {class: 'chips', 'aria-label': 'Pareto-optimal settings'});
    for (const point of [...line].reverse().slice(0, 12))
      list.append(element('li', {}, markButton(point.setting)));
    place.append(
        element(
            'p', {class: 'soft'},
            'Pareto-optimal' + (line.length > 12 ? `, the first 12 of ${line.length}` : '') +
                ', the best fix first:'),
        list);
  }
  makeFrontier(canvas, shown, line);
  zoom();
  listeners.push(restyleFrontier);
  restylers.push(restyleFrontier);
}

/**
 * Buttons that bring one remediation to the fore.
 * @param {Trial[]} shown
 */
function legend(shown) {
  const list = element('ul', {class: 'legend', 'aria-label': 'Remediations in the plot'});
  const drawn = new Set(shown.map((trial) => settings[trial.setting].label));
  for (const label of labels.filter((name) => drawn.has(name))) {
    const button =
        element('button', {type: 'button', 'aria-pressed': 'false'}, swatch(label), label);
    button.addEventListener('click', () => {
      chosen = chosen === label ? null : label;
      for (const other of list.querySelectorAll('button'))
        other.setAttribute('aria-pressed', String(chosen !== null && other === button));
      restyleFrontier();
    });
    list.append(element('li', {}, button));
  }
  return list;
}

/**
 * @param {HTMLElement} canvas @param {Trial[]} shown @param {{x: number, y: number, setting:
 *     number}[]} line
 */
function makeFrontier(canvas, shown, line) {
  // Points at the edge are whole: they may reach over it by 8 px.
  const datasets = labels.map(
      (label) => ({
        label,
        clip: 8,
        data: shown.filter((trial) => settings[trial.setting].label === label)
                  .map(
                      (trial) =>
                          ({x: 100 * Number(trial.fix), y: 100 * Number(trial.retention), trial}))
      }));
  highestRetention = Math.max(100, ...shown.map((trial) => 100 * Number(trial.retention)));
  chart = new PlotLibrary(canvas, {
    type: 'scatter',
    data: {
      datasets: [
        ...datasets, {
          label: 'Pareto-optimal',
          data: line,
          type: 'line',
          pointRadius: 0,
          pointHitRadius: 0,
          borderWidth: 1.5,
          borderDash: [5, 4],
          order: 1
        }
      ]
    },
    plugins: [{id: 'names', afterDatasetsDraw: nameFront}],
    options: {
      animation: false,
      maintainAspectRatio: false,
      layout: {padding: {top: 4, right: 8}},
      onClick: (/** @type {any} */ _, /** @type {any[]} */ hits) => {
        const hit = hits.find((entry) => entry.datasetIndex < labels.length);
        mark(hit ? chart.data.datasets[hit.datasetIndex].data[hit.index].trial.setting : null);
      },
      plugins: {
        legend: {display: false},
        tooltip: {
          filter: (/** @type {any} */ item) => item.datasetIndex < labels.length,
          callbacks: {
            label: (/** @type {any} */ item) => {
              const trial = item.raw.trial;
              return [
                fullName(settings[trial.setting]) +
                    (trial.draw === null ? '' : `, draw ${trial.draw}`) +
                    (trial.seed === null ? '' : `, seed ${trial.seed}`),
                `fix ${item.raw.x.toFixed(1)} %, retention ${item.raw.y.toFixed(1)} %`
              ];
            }
          }
        },
      },
      scales: {
        x: {
          title: {display: true, text: `fixed: top-1 on ${data.fix}, %`},
          grid: {},
          ticks: {callback: upToHundred}
        },
        y: {
          title: {display: true, text: `retention on ${data.retain}, %`},
          grid: {},
          ticks: {callback: upToHundred}
        },
      },
    },
  });
}

let highestRetention = 100;
/**
 * What is beyond is room for the points' size.
 * @param {number} value
 */
const upToHundred = (value) =>
    Number.isInteger(value) && value <= Math.max(100, highestRetention) ? String(value) : '';

/**
 * Writes the labels of the joined settings, one a label, where there is room.
 * @param {any} plot
 */
function nameFront(plot) {
  const {ctx, chartArea: area, scales} = plot;
  const named = new Set();
  const taken = /** @type {{x: number, y: number, width: number}[]} */ ([]);
  ctx.save();
  ctx.font = `600 12px ${getComputedStyle(document.body).fontFamily}`;
  ctx.textBaseline = 'middle';
  for (const point of [...plot.data.datasets[labels.length].data].reverse()) {
    const label = settings[point.setting].label;
    const [x, y] = [scales.x.getPixelForValue(point.x), scales.y.getPixelForValue(point.y)];
    if (named.has(label) || x < area.left || y > area.bottom) continue;
    const width = ctx.measureText(label).width;
    const left = Math.max(area.left + 2, x - width - 12);
    const free = [y + 14, y - 14, y + 28, y - 28].find(
        (at) => at > area.top + 8 && at < area.bottom - 8 &&
            taken.every(
                (other) => Math.abs(other.y - at) > 14 || left > other.x + other.width ||
                    left + width < other.x));
    if (free === undefined) continue;
    named.add(label);
    taken.push({x: left, y: free, width});
    ctx.lineWidth = 3;
    ctx.strokeStyle = style('--ground');
    ctx.strokeText(label, left, free);
    ctx.fillStyle = style('--ink');
    ctx.fillText(label, left, free);
  }
  ctx.restore();
}

/** Colours and sizes by theme and by what is marked. */
function restyleFrontier() {
  for (const [i, label] of labels.entries()) {
    const set = chart.data.datasets[i];
    const colour = colourOf(label);
    set.borderColor = colour;
    set.pointStyle = set.data.map(
        (/** @type {any} */ p) =>
            settings[p.trial.setting].published ? 'crossRot' : SHAPES[shapeOf(label)]);
    const lit = (/** @type {any} */ p) =>
        (marked === null || p.trial.setting === marked) && (chosen === null || label === chosen);
    set.pointBackgroundColor = set.data.map(
        (/** @type {any} */ p) =>
            p.trial.reached ? colour + (lit(p) ? 'cc' : '22') : 'transparent');
    set.pointBorderColor = set.data.map(
        (/** @type {any} */ p) =>
            p.trial.setting === marked ? style('--ink') : colour + (lit(p) ? 'ff' : '33'));
    set.pointRotation = turnOf(shapeOf(label));
    set.pointBorderWidth = 1.5;
    set.pointRadius = set.data.map((/** @type {any} */ p) => p.trial.setting === marked ? 9 : 5.5);
  }
  chart.data.datasets[labels.length].borderColor = style('--soft');
  restyleAxes(chart);
  chart.update();
}
