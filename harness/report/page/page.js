// @ts-check
// Draws a report from the data that stands in the page. Whatever stands for a setting carries its index as
// data-setting, so that marking it in one place marks it in all.
'use strict';

/** @typedef {(number|null)[]|null} Spread [mean, lowest draw, highest draw, trials, low and high of an interval] */
/** @typedef {{suite: string, metric: string, title: string, unit: string}} Column */
/** @typedef {{planned: number, with_result: number, reached: number, not_reached: number, failed: number, missing: number}} Counts */
/** @typedef {{run: string, label: string, name: string, parameters: Object<string, any>, varied: string[],
 *   anchor_classes: ?number, trials: Counts, published: boolean, figures: Spread[], steps: Spread, suites: Spread[][]}} Setting */
/** @typedef {{setting: number, draw: ?number, seed: ?number, status: string, reason?: string, reached: ?boolean,
 *   fix?: ?number, retention?: ?number}} Trial */
/** @typedef {{text: string, range?: string, value: any, node?: Node}} Cell */

const data = JSON.parse(/** @type {HTMLElement} */ (document.getElementById('data')).textContent || '{}');
/** @type {Setting[]} */ const settings = data.settings;
/** @type {Trial[]} */ const trials = data.trials;
/** @type {Column[]} */ const columns = data.columns;
// Okabe and Ito's palette without its black, which the colour-blind can tell apart.
const COLOURS = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9', '#8A8A8A'];
const SHAPES = ['circle', 'triangle', 'rect', 'rectRot'];
const GLYPHS = ['●', '▲', '■', '◆'];  // the same, in the legend
const DAGGER = '†';
const labels = [...new Set(settings.map((setting) => setting.label))];
const severalRuns = data.runs.length > 1;
/** @type {?number} */ let marked = null;
/** @type {any} */ let chart = null;

/** @param {string} id */
const section = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** An element with attributes and children.
 * @param {string} name @param {Object<string, any>} attributes @param {...(Node|string)} children */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) made.setAttribute(key, String(value));
  }
  made.append(...children);
  return made;
}

/** A number as tables show it. @param {?number} value @param {string} unit */
function format(value, unit) {
  if (value === null || value === undefined) return '–';
  if (unit === 'percent') return (100 * value).toFixed(1);
  if (unit === 'points') return value.toFixed(1).replace(/^-(0\.0)$/, '$1');
  if (unit === 'nats') return value.toFixed(3);
  if (unit === 'p') return value < 0.001 ? '<0.001' : value.toFixed(3);
  return Number.isInteger(value) ? String(value) : value.toFixed(1);
}

/** @param {Spread} spread @param {string} unit @param {number} expected how many trials it should be over @returns {Cell} */
function cell(spread, unit, expected) {
  if (spread === null) return {text: '–', value: null};
  const [mean, low, high, over] = spread;
  const value = mean === null ? high : mean;
  const notes = [];
  if (low !== high) notes.push(`${format(low, unit)} to ${format(high, unit)}`);
  if (spread.length === 6) notes.push(`[${format(spread[4], unit)}, ${format(spread[5], unit)}]`);
  if (expected && over !== expected) notes.push(`${over} of ${expected} trials`);
  if (mean === null && low !== high) return {text: notes.shift() || '–', range: notes.join('; '), value};
  return {text: format(value, unit), range: notes.join('; '), value};
}

/** @param {Setting} setting */
function fullName(setting) {
  const parts = [];
  if (severalRuns) parts.push(setting.run);
  parts.push(setting.label + (setting.published ? ' ' + DAGGER : ''));
  if (setting.name) parts.push(setting.name);
  if (setting.anchor_classes !== null) parts.push(`N ${setting.anchor_classes}`);
  return parts.join(', ');
}

/** @param {number} index @returns {Cell} */
function settingCell(index) {
  const button = element('button', {type: 'button', 'aria-pressed': 'false', 'data-mark': index}, fullName(settings[index]));
  button.addEventListener('click', () => mark(marked === index ? null : index));
  return {text: fullName(settings[index]), value: fullName(settings[index]), node: button};
}

/** @param {Counts} counts @returns {Cell} */
function reachedCell(counts) {
  const value = counts.planned === 0 ? null : counts.reached / counts.planned;
  if (counts.reached + counts.not_reached === 0) return {text: counts.with_result > 0 ? '–' : 'no result', value: null};
  return {text: `${counts.reached} of ${counts.planned}`, value};
}

/** A table that can be sorted by each of its columns.
 * @param {string} caption @param {{title: string, number: boolean}[]} heads
 * @param {{setting: ?number, cells: Cell[]}[]} rows */
function table(caption, heads, rows) {
  const body = element('tbody');
  const drawn = rows.map((row) => {
    const line = element('tr', {'data-setting': row.setting});
    row.cells.forEach((entry, i) => {
      const attributes = i === 0 ? {scope: 'row'} : {class: heads[i].number ? 'number' : heads[i].title === 'reason' ? 'reason' : null};
      const made = element(i === 0 ? 'th' : 'td', attributes, entry.node || entry.text);
      if (entry.range) made.append(element('small', {}, entry.range));
      line.append(made);
    });
    return {line, row};
  });
  body.append(...drawn.map((entry) => entry.line));
  const headRow = element('tr');
  heads.forEach((head, i) => {
    const button = element('button', {type: 'button'}, head.title);
    const th = element('th', {scope: 'col', class: head.number ? 'number' : null, 'aria-sort': 'none'}, button);
    button.addEventListener('click', () => {
      const direction = th.getAttribute('aria-sort') === (head.number ? 'descending' : 'ascending') ? -1 : 1;
      const first = head.number ? -1 : 1;
      for (const other of headRow.children) other.setAttribute('aria-sort', 'none');
      th.setAttribute('aria-sort', first * direction > 0 ? 'ascending' : 'descending');
      const order = [...drawn].sort((a, b) => {
        const [x, y] = [a.row.cells[i].value, b.row.cells[i].value];
        if (x === null || y === null) return (x === null ? 1 : 0) - (y === null ? 1 : 0);  // unknown is last
        return first * direction * (typeof x === 'number' ? x - y : String(x).localeCompare(String(y), 'en', {numeric: true}));
      });
      body.append(...order.map((entry) => entry.line));
      say(`sorted by ${head.title}, ${th.getAttribute('aria-sort')}`);
    });
    headRow.append(th);
  });
  const made = element('table', {}, element('caption', {}, caption), element('thead', {}, headRow), body);
  return element('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption}, made);
}

/** Tells a screen reader. @param {string} text */
function say(text) { section('status').textContent = text; }

/** Marks a setting wherever it stands, or nothing. @param {?number} index */
function mark(index) {
  marked = index;
  for (const node of document.querySelectorAll('[data-setting]')) {
    node.classList.toggle('marked', index !== null && node.getAttribute('data-setting') === String(index));
  }
  for (const node of document.querySelectorAll('[data-mark]')) {
    node.setAttribute('aria-pressed', String(index !== null && node.getAttribute('data-mark') === String(index)));
  }
  section('shown').textContent = index === null ? 'Choose a point or a setting: it is marked everywhere.' : `Marked: ${fullName(settings[index])}`;
  if (chart) restyle();
}

function drawCounts() {
  const counts = /** @type {Object<string, number>} */ ({});
  for (const run of data.runs) {
    for (const [status, count] of Object.entries(run.trials)) counts[status] = (counts[status] || 0) + Number(count);
  }
  const parts = Object.entries(counts).filter(([status, count]) => status !== 'planned' && count > 0)
    .map(([status, count]) => `${count} ${status.replace(/_/g, ' ')}`);
  const targets = [...new Set(data.runs.map((/** @type {any} */ run) => run.comparable.target).filter(Boolean))];
  section('counts').textContent = `${labels.length} remediations in ${settings.length} settings; ${counts.planned} trials: ` +
    `${parts.join(', ')}.` + (targets.length ? ` Target: ${targets.join('; ')}.` : '');
}

function drawVerdict() {
  const place = section('verdict');
  const best = data.best[0];
  if (best && best.outcome === 'reached') {
    const setting = settings[best.setting];
    const list = element('ul', {class: 'figures'});
    columns.forEach((column, i) => {
      const entry = cell(setting.figures[i], column.unit, setting.trials.with_result);
      list.append(element('li', {}, element('b', {}, entry.text), column.title, element('small', {}, entry.range ? ` (${entry.range})` : '')));
    });
    const card = element('div', {class: 'verdict', 'data-setting': best.setting}, element('div', {class: 'name'}, fullName(setting)),
      element('p', {}, 'Of the settings that reached the target on the stop set in every one of their trials, this one retains most.'), list);
    const rivals = tied(setting);
    card.append(element('p', {}, rivals.length
      ? `These draws do not tell it from ${rivals.join(', ')}: the ranges of their retention overlap.`
      : settings.length > 1 && setting.trials.with_result > 1 ? 'No other remediation\'s retention overlaps with its range over draws.'
        : 'A single trial: nothing is known of how it varies.'));
    if (setting.published) card.append(element('p', {}, `${DAGGER} published protocol: stopped on a reported suite.`));
    place.append(card);
  } else if (best && best.outcome !== 'not_judged') {
    place.append(element('p', {class: 'verdict'}, 'No setting reached the target in every one of its trials.'));
  } else {
    place.append(element('p', {class: 'verdict'}, 'Nothing can be judged yet.'));
  }
  if (data.flags.length) {
    const list = element('ul');
    for (const flag of data.flags) list.append(element('li', {}, (severalRuns ? flag.run + ': ' : '') + flag.message));
    place.append(element('div', {class: 'note', role: 'note'}, element('strong', {}, 'Before you believe a number'), list));
  }
}

/** The best settings of other remediations whose range of retention overlaps. @param {Setting} winner */
function tied(winner) {
  const at = columns.findIndex((column) => column.metric === 'retention');
  const own = at < 0 ? null : winner.figures[at];
  if (!own || winner.trials.with_result < 2) return [];
  const found = [];
  for (const entry of data.best.slice(1)) {
    if (entry.outcome !== 'reached') continue;
    const other = settings[entry.setting].figures[at];
    if (other && Number(other[2]) >= Number(own[1])) found.push(settings[entry.setting].label);
  }
  return found;
}

/** @param {string} name */
const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
/** @param {string} label */
const colourOf = (label) => COLOURS[labels.indexOf(label) % COLOURS.length];
/** Which of the shapes. @param {string} label */
const shapeOf = (label) => Math.floor(labels.indexOf(label) / COLOURS.length) % SHAPES.length;
/** @param {Trial} trial */
const drawable = (trial) => typeof trial.fix === 'number' && typeof trial.retention === 'number';

function drawFrontier() {
  const place = section('frontier');
  const shown = trials.filter(drawable);
  place.append(element('p', {id: 'shown', class: 'soft'}));
  if (shown.length === 0) {
    place.append(element('p', {}, 'No trial has both a fix suite and a suite to retain measured.'));
    return;
  }
  const canvas = element('canvas', {role: 'img', 'aria-label':
    `${shown.length} trials: top-1 accuracy on ${data.fix} across, retention on ${data.retain} upwards. The same figures stand in the table of every setting.`});
  const legend = element('ul', {class: 'legend', 'aria-label': 'Remediations in the plot'});
  for (const label of labels.filter((name) => shown.some((trial) => settings[trial.setting].label === name))) {
    const button = element('button', {type: 'button', 'aria-pressed': 'false'},
      element('span', {class: 'swatch', style: `color:${colourOf(label)}`, 'aria-hidden': 'true'}, GLYPHS[shapeOf(label)]), label);
    button.addEventListener('click', () => {
      const on = button.getAttribute('aria-pressed') !== 'true';
      for (const other of legend.querySelectorAll('button')) other.setAttribute('aria-pressed', 'false');
      button.setAttribute('aria-pressed', String(on));
      chosen = on ? label : null;
      restyle();
    });
    legend.append(element('li', {}, button));
  }
  const closer = /** @type {HTMLInputElement} */ (element('input', {type: 'checkbox', id: 'closer'}));
  closer.addEventListener('change', () => zoom(closer.checked));
  place.append(element('div', {class: 'tools'}, element('label', {for: 'closer'}, closer, ` only what fixes and keeps ${CORNER} % or more`)),
    element('div', {class: 'plot'}, canvas), legend,
    element('p', {class: 'soft'}, 'One point a trial; filled: the target was reached on the stop set; a cross: the published protocol, which stops on a reported suite. ' +
      'The line joins the trials that no other beats in both.'));
  const groups = labels.map((label) => shown.filter((trial) => settings[trial.setting].label === label));
  const datasets = labels.map((label, i) => ({label, data: groups[i].map((trial) => ({x: 100 * Number(trial.fix), y: 100 * Number(trial.retention), trial}))}));
  const highest = Math.max(100, ...shown.map((trial) => 100 * Number(trial.retention)));
  // @ts-ignore: Chart.js stands in the script before this one.
  chart = new Chart(canvas, {
    type: 'scatter',
    data: {datasets: [...datasets, {label: 'not beaten', data: front(shown), type: 'line', stepped: 'after', pointRadius: 0, pointHitRadius: 0, borderWidth: 1.5, order: 1}]},
    options: {
      animation: false, maintainAspectRatio: false,
      onClick: (/** @type {any} */ _, /** @type {any[]} */ hits) => {
        const hit = hits.find((entry) => entry.datasetIndex < labels.length);
        mark(hit ? chart.data.datasets[hit.datasetIndex].data[hit.index].trial.setting : null);
      },
      plugins: {
        legend: {display: false},
        tooltip: {filter: (/** @type {any} */ item) => item.datasetIndex < labels.length, callbacks: {label: (/** @type {any} */ item) => {
          const trial = item.raw.trial;
          return [fullName(settings[trial.setting]) + (trial.draw === null ? '' : `, draw ${trial.draw}`) + (trial.seed === null ? '' : `, seed ${trial.seed}`),
            `fix ${item.raw.x.toFixed(1)} %, retention ${item.raw.y.toFixed(1)} %`];
        }}},
      },
      scales: {x: {title: {display: true, text: `top-1 on ${data.fix}, %`}, max: 102, ticks: {includeBounds: false}},
        y: {title: {display: true, text: `retention on ${data.retain}, %`}, max: Math.ceil(highest) + 2, ticks: {includeBounds: false}}},
    },
  });
  restyle();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', restyle);
  addEventListener('beforeprint', () => chart.resize());
}
/** @type {?string} */ let chosen = null;
const CORNER = 80;

/** The corner where good trials are, or all. @param {boolean} on */
function zoom(on) {
  chart.options.scales.x.min = chart.options.scales.y.min = on ? CORNER : undefined;
  chart.update();
}

/** The trials that no other beats in both, from left to right. @param {Trial[]} shown */
function front(shown) {
  const order = shown.map((trial) => ({x: 100 * Number(trial.fix), y: 100 * Number(trial.retention)})).sort((a, b) => b.x - a.x || b.y - a.y);
  const kept = [];
  let highest = -Infinity;
  for (const point of order) {
    if (point.y > highest) kept.push(point);
    highest = Math.max(highest, point.y);
  }
  return kept.reverse();
}

/** Colours and sizes by theme and by what is marked. */
function restyle() {
  for (const [i, label] of labels.entries()) {
    const set = chart.data.datasets[i];
    const colour = colourOf(label);
    set.borderColor = colour;
    set.pointStyle = set.data.map((/** @type {any} */ p) => settings[p.trial.setting].published ? 'crossRot' : SHAPES[shapeOf(label)]);
    const lit = (/** @type {any} */ p) => (marked === null || p.trial.setting === marked) && (chosen === null || label === chosen);
    set.pointBackgroundColor = set.data.map((/** @type {any} */ p) => p.trial.reached ? colour + (lit(p) ? 'cc' : '22') : 'transparent');
    set.pointBorderColor = set.data.map((/** @type {any} */ p) => p.trial.setting === marked ? style('--ink') : colour + (lit(p) ? 'ff' : '33'));
    set.pointBorderWidth = 1.5;
    set.pointRadius = set.data.map((/** @type {any} */ p) => p.trial.setting === marked ? 9 : 5);
  }
  chart.data.datasets[labels.length].borderColor = style('--soft');
  for (const axis of Object.values(chart.options.scales)) {
    axis.grid = {color: style('--line')};
    axis.ticks = {...axis.ticks, color: style('--soft')};
    axis.title.color = style('--ink');
  }
  chart.update();
}

/** Head and cells of what a row is about, and its headline figures. */
const headline = [{title: 'setting', number: false}, {title: 'target reached', number: true}, {title: 'steps', number: true},
  ...columns.map((column) => ({title: column.title, number: true}))];
/** @param {number} index */
function headlineRow(index) {
  const setting = settings[index];
  return {setting: index, cells: [settingCell(index), reachedCell(setting.trials), cell(setting.steps, 'count', 0),
    ...columns.map((column, i) => cell(setting.figures[i], column.unit, setting.trials.planned))]};
}

function drawBest() {
  const rows = data.best.map((/** @type {any} */ entry) => {
    if (entry.setting !== null) return headlineRow(entry.setting);
    const why = entry.outcome === 'not_reached' ? `${entry.reached} of ${entry.planned}` : entry.outcome === 'no_result' ? 'no result' : 'no stop rule';
    const first = (severalRuns ? entry.run + ', ' : '') + entry.label + (entry.stopped_on_reported_suite ? ' ' + DAGGER : '');
    return {setting: null, cells: [{text: first, value: first}, {text: why, value: -1}, ...headline.slice(2).map(() => ({text: '–', value: null}))]};
  });
  section('best').append(
    element('p', {class: 'soft'}, 'Of each remediation\'s settings, those that reached the target on the stop set in every planned trial are eligible; the one that retains most is shown. ' +
      'Not reached ranks last. The best of many settings looks a little better than it is.'),
    table('The best setting of each remediation, best first', headline, rows));
}

function drawComparison() {
  const place = section('comparison');
  const filter = /** @type {HTMLInputElement} */ (element('input', {type: 'search', id: 'filter', autocomplete: 'off'}));
  const only = /** @type {HTMLInputElement} */ (element('input', {type: 'checkbox', id: 'only-reached'}));
  const count = element('span', {class: 'soft', id: 'filtered'});
  const all = table('Every setting: mean over draws, below it the lowest and highest draw, or the 95 % Wilson interval of a single trial', headline, settings.map((_, i) => headlineRow(i)));
  const apply = () => {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    for (const row of /** @type {NodeListOf<HTMLElement>} */ (all.querySelectorAll('tbody tr'))) {
      const setting = settings[Number(row.dataset.setting)];
      const name = fullName(setting).toLowerCase();
      row.hidden = !words.every((word) => name.includes(word)) || (only.checked && (setting.trials.reached < setting.trials.planned));
      left += row.hidden ? 0 : 1;
    }
    count.textContent = `${left} of ${settings.length} settings`;
  };
  filter.addEventListener('input', apply);
  only.addEventListener('change', apply);
  place.append(element('div', {class: 'tools'}, element('label', {for: 'filter'}, 'Filter '), filter,
    element('label', {for: 'only-reached'}, only, ' target reached in every trial'), count), all);
  apply();
}

/** @param {any} value */
const valueText = (value) => value === null ? 'none' : String(value);

function drawSweeps() {
  const place = section('sweeps');
  const groups = /** @type {Map<string, number[]>} */ (new Map());
  settings.forEach((setting, i) => {
    const key = (severalRuns ? setting.run + ', ' : '') + setting.label;
    groups.set(key, [...(groups.get(key) || []), i]);
  });
  const swept = [...groups].filter(([, members]) => members.length > 1);
  if (swept.length === 0) {
    place.append(element('p', {}, 'No remediation was run in more than one setting.'));
    return;
  }
  const choice = /** @type {HTMLSelectElement} */ (element('select', {id: 'sweep-metric'}));
  columns.forEach((column, i) => choice.append(element('option', {value: i}, `${column.title}${column.title.includes(column.suite) ? '' : ` (${column.suite})`}`)));
  const first = columns.findIndex((column) => column.metric === 'retention');
  choice.value = String(Math.max(first, 0));
  const maps = element('div', {class: 'sweeps'});
  const draw = () => {
    const column = Number(choice.value);
    maps.replaceChildren(...swept.flatMap(([name, members]) => heatMaps(name, members, column)));
    mark(marked);
  };
  choice.addEventListener('change', draw);
  place.append(element('div', {class: 'tools'}, element('label', {for: 'sweep-metric'}, 'Shown '), choice), maps);
  draw();
}

/** What is varied among settings: N first, then parameters. @param {number[]} members */
function dimensions(members) {
  const found = [];
  const byN = (/** @type {Setting} */ setting) => setting.anchor_classes;
  if (new Set(members.map((i) => byN(settings[i]))).size > 1) found.push({name: 'N', of: byN});
  for (const name of settings[members[0]].varied) found.push({name, of: (/** @type {Setting} */ setting) => setting.parameters[name]});
  return found;
}

/** One table of the first two dimensions for each value of the others.
 * @param {string} name @param {number[]} members @param {number} column */
function heatMaps(name, members, column) {
  const [down, across, ...rest] = dimensions(members);
  if (!down) return [];
  const values = members.map((i) => settings[i].figures[column]).filter(Boolean).map((spread) => Number((/** @type {any} */ (spread))[0]));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const parts = /** @type {Map<string, number[]>} */ (new Map());
  for (const i of members) {
    const key = rest.map((dimension) => `${dimension.name} ${valueText(dimension.of(settings[i]))}`).join(', ');
    parts.set(key, [...(parts.get(key) || []), i]);
  }
  const distinct = (/** @type {any} */ dimension, /** @type {number[]} */ those) =>
    [...new Set(those.map((i) => valueText(dimension.of(settings[i]))))].sort((a, b) => a.localeCompare(b, 'en', {numeric: true}) || 0)
      .sort((a, b) => (Number(a) - Number(b)) || 0);
  return [...parts].map(([key, those]) => {
    const heads = across ? distinct(across, those) : [''];
    const title = name + (key ? ', ' + key : '');
    const head = element('tr', {}, element('th', {scope: 'col'}, across ? `${down.name} \\ ${across.name}` : down.name),
      ...heads.map((value) => element('th', {scope: 'col'}, value || columns[column].title)));
    const body = element('tbody');
    for (const row of distinct(down, those)) {
      const line = element('tr', {}, element('th', {scope: 'row'}, row));
      for (const value of heads) {
        const index = those.find((i) => valueText(down.of(settings[i])) === row && (!across || valueText(across.of(settings[i])) === value));
        line.append(index === undefined ? element('td', {}, '') : heatCell(index, column, low, high));
      }
      body.append(line);
    }
    return element('div', {}, element('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': title},
      element('table', {class: 'heat'}, element('caption', {}, title), element('thead', {}, head), body)));
  });
}

/** @param {number} index @param {number} column @param {number} low @param {number} high */
function heatCell(index, column, low, high) {
  const spread = settings[index].figures[column];
  const entry = cell(spread, columns[column].unit, settings[index].trials.planned);
  const share = spread && high > low ? (Number(spread[0]) - low) / (high - low) : 0;
  const made = element('td', {style: `background: rgba(var(--accent-rgb), ${(0.4 * share).toFixed(2)})`}, entry.text);
  if (entry.range) made.append(element('small', {style: 'color: inherit'}, entry.range));
  return made;
}

function drawTrends() {
  const place = section('trends');
  if (data.trends.length === 0) {
    place.append(element('p', {}, 'No remediation was run at three or more N, so whether more of it changes anything steadily was not asked.'));
    return;
  }
  const count = (/** @type {string} */ verdict) => data.trends.filter((/** @type {any} */ entry) => entry.verdict === verdict).length;
  place.append(element('p', {}, `Of ${data.trends.length} figures, ${count('rises')} rise and ${count('falls')} fall steadily with N; ` +
    `${count('none_shown')} show no trend; for ${count('too_few_draws')} there are too few draws to tell.`),
  element('p', {class: 'soft'}, 'Page\'s test with the draws as blocks, two-sided, Holm\'s correction over all rows of a run. "No trend shown" is no proof that there is none; ' +
    '"too few draws" means that no result of so many could have shown one at .05. Isotonic R² of a few points is large by chance alone: that stands below it.'));
  const words = /** @type {Object<string, string>} */ ({none_shown: 'no trend shown', too_few_draws: 'too few draws to tell'});
  const number = (/** @type {?number} */ value, digits = 2) => value === null || value === undefined ? '–' : value.toFixed(digits);
  const heads = [['remediation', 0], ['figure', 0], ['N', 0], ['draws', 1], ['Page p', 1], ['Holm', 1], ['Spearman', 1], ['isotonic R²', 1], ['with N', 0]]
    .map(([title, isNumber]) => ({title: String(title), number: Boolean(isNumber)}));
  const rows = data.trends.map((/** @type {any} */ entry) => {
    const setting = settings.find((other) => other.run === entry.run && other.label === entry.label &&
      JSON.stringify(other.parameters) === JSON.stringify(entry.parameters));
    const name = entry.label + (setting && setting.name ? ', ' + setting.name : '');
    const isotonic = entry.isotonic || {r2: null, null_mean: null}, rho = entry.spearman ? entry.spearman.rho : null;
    const text = (/** @type {string} */ value) => ({text: value, value});
    return {setting: null, cells: [text(name), text(entry.title.includes(entry.suite) ? entry.title : `${entry.title} (${entry.suite})`),
      text(entry.anchor_classes.join(', ')), {text: String(entry.draws), range: entry.left_out ? `${entry.left_out} left out` : '', value: entry.draws},
      {text: format(entry.p, 'p'), value: entry.p}, {text: format(entry.p_holm, 'p'), value: entry.p_holm},
      {text: number(rho), value: rho}, {text: number(isotonic.r2), range: `by chance ${number(isotonic.null_mean)}`, value: isotonic.r2},
      text(words[entry.verdict] || entry.verdict)]};
  });
  place.append(table('Trends over N', heads, rows));
}

function drawSuites() {
  data.suites.forEach((/** @type {any} */ suite, /** @type {number} */ at) => {
    const base = data.baseline[suite.name];
    const facts = `Role: ${suite.role}; ${suite.images} images. Baseline: top-1 ${format(base.top1, 'percent')} %, top-5 ${format(base.top5, 'percent')} %.` +
      (suite.intervals && suite.images ? ` One image is ${(100 / suite.images).toFixed(1)} points: a difference of a few images is no evidence.` : '');
    const heads = [{title: 'setting', number: false}, ...suite.columns.map((/** @type {Column} */ column) => ({title: column.title, number: true}))];
    const rows = settings.map((setting, i) => ({setting: i, cells: [settingCell(i),
      ...suite.columns.map((/** @type {Column} */ column, /** @type {number} */ k) => cell(setting.suites[at][k], column.unit, setting.trials.planned))]}));
    section('suites').append(element('details', {}, element('summary', {}, suite.name), element('p', {class: 'soft'}, facts), table(suite.name, heads, rows)));
  });
}

function drawFailures() {
  const rows = trials.filter((trial) => trial.status !== 'completed').map((trial) => ({setting: trial.setting, cells: [settingCell(trial.setting),
    {text: valueText(trial.draw), value: trial.draw}, {text: valueText(trial.seed), value: trial.seed},
    {text: trial.status.replace(/_/g, ' '), value: trial.status}, {text: trial.reason || (trial.status === 'missing' ? 'it was not run yet' : ''), value: trial.reason || ''}]}));
  if (rows.length === 0) {
    section('failures').append(element('p', {}, 'None.'));
    return;
  }
  const heads = ['setting', 'draw', 'seed', 'status', 'reason'].map((title) => ({title, number: false}));
  section('failures').append(table('Trials that did not complete, with the reason', heads, rows));
}

function drawProvenance() {
  const place = section('provenance');
  data.runs.forEach((/** @type {any} */ run, /** @type {number} */ i) => {
    const list = element('dl');
    const add = (/** @type {string} */ name, /** @type {any} */ value) => list.append(element('dt', {}, name), element('dd', {}, Array.isArray(value) ? value.join('; ') : String(value)));
    for (const [name, value] of Object.entries(run.comparable)) {
      if (value === null) continue;
      if (typeof value === 'object') Object.entries(value).forEach(([suite, hash]) => add(`suite ${suite}`, hash));
      else add(name, value);
    }
    for (const [name, value] of Object.entries(run.provenance)) add(name, value);
    for (const [name, value] of Object.entries(run.plugins)) add(`plugin ${name}`, value);
    place.append(element('h3', {}, `${run.name}, a run of study ${run.study}`), list);
    if (data.studies[i]) place.append(element('details', {}, element('summary', {}, 'The exact study'), element('pre', {tabindex: 0}, data.studies[i])));
  });
}

drawCounts();
drawVerdict();
drawFrontier();
drawBest();
drawComparison();
drawSuites();
drawSweeps();
drawTrends();
drawFailures();
drawProvenance();
mark(null);
