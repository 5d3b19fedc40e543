// @ts-check
// What the fixes break: accuracy before and after on every suite, from class to class, by group.
'use strict';

function drawBreaks() {
  const place = section('breaks');
  if (!decision.rows.length) return drop('breaks');
  if (data.verdict && data.verdict.breaks) place.append(element('p', {}, data.verdict.breaks));
  place.append(
      element('h3', {}, 'Accuracy before and after, suite by suite'),
      soft(
          'Open: the baseline. Filled: after, the mean over draws, with its 95 % interval and a ' +
          'small dot for each draw. All panels have the same axis.'),
      element(
          'div', {class: 'pair'},
          ...suites.map(
              (suite, at) => figureOf(
                  (width) => dumbbells(suite, at, width),
                  `Top-1 accuracy on ${
                      suite.name} before and after, for each method. The same figures ` +
                      'stand under Suites.',
                  `before-after-${suite.name}`))));
  place.append(...groupCharts(), ...flowsPart());
}

/**
 * The matrix's cell of a setting that tells of a suite's accuracy: its draws.
 * @param {number} setting @returns {any[]}
 */
const trialsOf = (setting) => trials.filter((trial) => trial.setting === setting);

/** @param {Suite} suite @param {number} at @param {number} width */
function dumbbells(suite, at, width) {
  const column = suite.columns.findIndex((one) => one.metric === 'top1');
  const before = 100 * data.baseline[suite.name].top1;
  const narrow = width < 480;
  const left = narrow ? 120 : 170, right = 52, line = 19, top = 40;
  const height = top + line * decision.rows.length + 26;
  const x = scaleOf([0, 100], [left, width - right]);
  const drawing = svg('svg', {width, height, viewBox: `0 0 ${width} ${height}`, class: 'plotted'});
  drawing.append(
      written(0, 14, suite.name, {class: 'title'}),
      written(width, 14, `${suite.role}, n = ${suite.images}; top-1, %`, {class: 'soft end'}),
      written(width, top - 8, `before ${before.toFixed(1)}`, {class: 'soft end'}));
  for (const tick of [0, 25, 50, 75, 100])
    drawing.append(
        stroke(x(tick), top - 4, x(tick), height - 22, 'grid'),
        written(x(tick), height - 8, String(tick), {class: 'tick middle'}));
  decision.rows.forEach((/** @type {any} */ row, /** @type {number} */ i) => {
    const setting = settings[row.setting], y = top + line * (i + 0.5);
    const spread = setting.suites[at][column];
    const group = svg('g', {'data-setting': row.setting, class: 'dumbbell'});
    group.append(
        svg('rect', {x: 0, y: y - 9, width, height: 18, class: 'band'}),
        written(
            0, y + 4, shortened(labelOf(setting), narrow ? 15 : 22),
            {class: row.named ? 'name bold' : 'name'}));
    if (spread && spread[0] !== null) group.append(...dumbbell(setting, spread, before, x, y, at));
    if (spread && spread[0] !== null)
      group.append(written(width, y + 4, format(spread[0], 'percent'), {class: 'figure end'}));
    drawing.append(group);
  });
  return drawing;
}

/**
 * @param {Setting} setting @param {Spread} spread @param {number} before
 * @param {(value: number) => number} x @param {number} y @param {number} at of the suite
 */
function dumbbell(setting, spread, before, x, y, at) {
  const colour = familyColour(setting.label);
  const values = /** @type {number[]} */ (spread).map((value) => 100 * value);
  const made = [stroke(x(before), y, x(values[0]), y, 'shift')];
  if (values.length === 6)
    made.push(svg('rect', {
      x: x(Math.max(0, values[4])),
      y: y - 4,
      width: Math.max(0, x(Math.min(100, values[5])) - x(Math.max(0, values[4]))),
      height: 8,
      class: 'interval',
      style: `fill:${colour}`
    }));
  const index = settings.indexOf(setting);
  for (const trial of trialsOf(index)) {
    const value = trial.accuracy && trial.accuracy[at];
    if (typeof value !== 'number') continue;
    made.push(
        svg('circle',
            {cx: x(100 * value).toFixed(1), cy: y, r: 2, class: 'draw', style: `fill:${colour}`}));
  }
  made.push(
      svg('circle', {cx: x(before).toFixed(1), cy: y, r: 4, class: 'open-draw'}),
      markOf(setting.label, x(values[0]), y, 4.6));
  return made;
}

/**
 * From class to class: which images that were right are called what now.
 * @returns {Node[]}
 */
function flowsPart() {
  if (!data.flows.length) return [];
  const of = [...new Set(data.flows.map((/** @type {any} */ flow) => flow.setting))];
  const choice = /** @type {HTMLSelectElement} */ (element(
      'select', {id: 'flow-setting'},
      ...of.map((i) => element('option', {value: i}, fullName(settings[Number(i)])))));
  const content = element('div', {class: 'pair', id: 'flows'});
  const draw = () => {
    const index = Number(choice.value);
    content.replaceChildren(
        ...data.flows.filter((/** @type {any} */ one) => one.setting === index).map(flowTable));
  };
  choice.addEventListener('change', draw);
  listeners.push((index) => {
    if (index === null || !of.includes(index)) return;
    choice.value = String(index);
    draw();
  });
  draw();
  return [
    element('h3', {}, 'From class to class'),
    soft(
        'Images that were right and are wrong now, by their class and by what they are called ' +
        'now: the mean over trials, and below it the fewest and the most of any trial.'),
    element(
        'div', {class: 'tools'},
        element(
            'label',
            {for: 'flow-setting'
            },
            'Setting '),
        choice),
    content
  ];
}

/** @param {any} one */
function flowTable(one) {
  const suite = suites[one.suite];
  const most = Math.max(...one.flows.map((/** @type {any[]} */ flow) => flow[3]));
  const rest = one.pairs - one.flows.length;
  const caption = `${suite.name} (${suite.role}): ${format(one.flips, 'count')} negative flips ` +
      `a trial between ${one.pairs} pairs of classes` +
      (rest > 0 ? `; the ${one.flows.length} largest` : '');
  return table(
      caption,
      [
        textHead('class'), textHead('called now'), numberHead('images', 'lower'),
        numberHead('of so many')
      ],
      one.flows.map(
          (/** @type {any[]} */[from, to, images, average, draws]) => ({
            setting: null,
            cells: [
              textCell(from), {text: `→ ${to}`, value: to}, {
                text: format(average, 'count'),
                value: average,
                node: element(
                    'span', {class: 'flow'},
                    element(
                        'span',
                        {class: 'flow-bar', style: `width:${(5 * average / most).toFixed(2)}rem`}),
                    format(average, 'count')),
                range: draws.length > 1 ? `${Math.min(...draws)} to ${Math.max(...draws)}` : ''
              },
              numberCell(images, 'count')
            ]
          })));
}

/**
 * Groups of the named setting, or of the first of the matrix: before and after, worst marked.
 * @returns {Node[]}
 */
function groupCharts() {
  const index = decision.rows[0].setting;
  const made = suites.flatMap((suite, at) => (suite.groupings || []).flatMap((grouping, of) => {
    const groups = settings[index].groups;
    const figures = groups && groups[at] ? groups[at][of] : null;
    if (!figures || !grouping.before) return [];
    return [figureOf(
        (width) => groupChart(suite, grouping, figures[1], settings[index], width),
        `Accuracy of each group of ${suite.name} by ${grouping.name}, before and after. The same ` +
            'figures stand under Suites.',
        `groups-${suite.name}-${grouping.name}`)];
  }));
  if (!made.length) return [];
  return [
    element('h3', {}, `Groups, with ${fullName(settings[index])}`),
    soft('Grey: before. Colour: after, with its 95 % interval. ▼ marks the worst group of each.'),
    element('div', {class: 'pair'}, ...made)
  ];
}

/**
 * @param {Suite} suite @param {Grouping} grouping @param {Spread[]} after @param {Setting} setting
 * @param {number} width
 */
function groupChart(suite, grouping, after, setting, width) {
  const left = Math.min(230, 0.45 * width), right = 60, line = 34, top = 30;
  const height = top + line * after.length + 26;
  const x = scaleOf([0, 100], [left, width - right]);
  const drawing = svg('svg', {width, height, viewBox: `0 0 ${width} ${height}`, class: 'plotted'});
  drawing.append(written(0, 14, `${suite.name} by ${grouping.name}, top-1 %`, {class: 'title'}));
  for (const tick of [0, 25, 50, 75, 100])
    drawing.append(
        stroke(x(tick), top - 4, x(tick), height - 22, 'grid'),
        written(x(tick), height - 8, String(tick), {class: 'tick middle'}));
  const known = (/** @type {(?number)[]} */ values) =>
      values.flatMap((value) => value === null ? [] : [value]);
  const lowest = Math.min(...known(grouping.before));
  const means = after.map((spread) => spread ? spread[0] : null);
  const worst = Math.min(...known(means));
  grouping.groups.forEach((name, i) => {
    const y = top + line * (i + 0.5), before = grouping.before[i], now = means[i];
    drawing.append(written(
        0, y + 4, shortened(name.replace(/ \(.*/, ''), Math.floor(left / 7.6)), {class: 'name'}));
    const bar =
        (/** @type {number} */ value, /** @type {number} */ from, /** @type {string} */ of) =>
            svg('rect', {x: x(0), y: from, width: x(100 * value) - x(0), height: 9, style: of});
    if (before !== null)
      drawing.append(
          bar(before, y - 11, 'fill:var(--before-bar)'),
          written(
              width, y - 3, (100 * before).toFixed(1) + (before === lowest ? ' ▼' : ''),
              {class: 'soft end'}));
    if (now === null) return;
    const spread = /** @type {number[]} */ (after[i]);
    drawing.append(
        bar(now, y, `fill:${familyColour(setting.label)}`),
        written(
            width, y + 9, (100 * now).toFixed(1) + (now === worst ? ' ▼' : ''),
            {class: 'figure end'}));
    if (spread.length === 6)
      drawing.append(stroke(
          x(100 * Math.max(0, spread[4])), y + 4.5, x(100 * Math.min(1, spread[5])), y + 4.5,
          'zero'));
  });
  return drawing;
}
