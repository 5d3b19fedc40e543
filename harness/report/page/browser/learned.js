// @ts-check
// What each setting has learned: against the criterion curve, and by the rule that the report
// states.
'use strict';

const LEARNED = /** @type {Object<string, string>} */ ({
  concept: 'generalises',
  counterexamples: 'counterexamples only',
  look: 'relies on the cue',
  says_target: 'predicts the target more often',
  cannot_tell: 'inconclusive'
});

function drawLearned() {
  const learned = data.learned;
  if (!learned || learned.settings.length === 0) return drop('learned');
  const place = section('learned');
  const first = bestSettings();
  const curves = criterionCharts();
  if (curves.length) {
    place.append(
        soft(
            'The line is the baseline with a constant added to the target\'s logit, nothing ' +
            'trained: it predicts the target more often, and what it gains in recall it pays in ' +
            'false positives. A method above the line has learned to tell the target\'s images ' +
            'apart; one on the line only predicts the target more often. Small dots: draws.'),
        element('div', {class: 'pair'}, ...curves));
  }
  place.append(
      learnedTable(
          'What the best setting of each remediation learned, with 95 % intervals of what shows it',
          first),
      soft('The rule. ' + learned.rule));
  if (settings.length > first.length) {
    place.append(folded(
        `The same for all ${settings.length} settings`,
        () => [learnedTable(
            'What every setting learned, with 95 % intervals of what shows it',
            settings.map((_, i) => i))]));
  }
}

/**
 * One chart for each suite of held-out images against the first suite to retain and to guard.
 * @returns {Node[]}
 */
function criterionCharts() {
  if (!data.criterion || !data.rates.pairs.length || !decision.rows.length) return [];
  const roles =
      /** @type {Map<string, string>} */ (new Map(suites.map((suite) => [suite.name, suite.role])));
  const pairs =
      data.rates.pairs.map((/** @type {any} */ pair, /** @type {number} */ at) => ({...pair, at}));
  const transfer =
      pairs.filter((/** @type {any} */ pair) => roles.get(pair.positives) === 'transfer');
  const wanted = transfer.length ? transfer : pairs;
  return wanted.slice(0, 4).map(
      (/** @type {any} */ pair) => figureOf(
          (width) => criterionChart(pair, width),
          `Recall on ${pair.positives} against false positives on ${pair.negatives}: the ` +
              'baseline\'s criterion curve, and a point for each method. The matched differences ' +
              'stand in the first table of this page.',
          `criterion-${pair.positives}-${pair.negatives}`));
}

const mean = (/** @type {number[]} */ values) => values.reduce((a, b) => a + b, 0) / values.length;

/**
 * Each method's point, its draws, and how high the curve is there.
 * @param {any} pair
 */
function criterionPoints(pair) {
  return decision.rows.flatMap((/** @type {any} */ row, /** @type {number} */ i) => {
    const rates = data.rates.rows[i][pair.at];
    if (!rates.recall.length) return [];
    return [{
      row,
      label: settings[row.setting].label,
      x: 100 * mean(rates.false_positives),
      y: 100 * mean(rates.recall),
      draws: rates.recall.map(
          (/** @type {number} */ recall,
           /** @type {number} */ k) => [100 * rates.false_positives[k], 100 * recall])
    }];
  });
}

/**
 * The curve's points, to the right end of the axis.
 * @param {any} pair @param {number} most @returns {number[][]}
 */
function curveOf(pair, most) {
  const recall = data.criterion.suites[pair.positives].recall;
  const rate = data.criterion.suites[pair.negatives].false_positives;
  const points = /** @type {number[][]} */ ([]);
  for (let i = 0; i < recall.length; ++i) {
    if (recall[i] === null || rate[i] === null) continue;
    points.push([100 * rate[i], 100 * recall[i]]);
    if (100 * rate[i] > most) break;
  }
  return points;
}

/** @param {any} pair @param {number} width */
function criterionChart(pair, width) {
  const points = criterionPoints(pair);
  const trained = points.filter((/** @type {any} */ point) => !point.row.control);
  const most = Math.max(
      1,
      1.15 *
          Math.max(...(trained.length ? trained : points)
                       .flatMap((/** @type {any} */ point) => [point.x])));
  const height = 360, left = 44, right = 12, top = 34, bottom = 46;
  const x = scaleOf([0, most], [left, width - right], Math.sqrt);
  const y = scaleOf([0, 100], [height - bottom, top]);
  const drawing = svg('svg', {width, height, viewBox: `0 0 ${width} ${height}`, class: 'plotted'});
  drawing.append(written(0, 14, `Recall on ${pair.positives}, %`, {class: 'title'}));
  for (const tick of [0, 20, 40, 60, 80, 100])
    drawing.append(
        stroke(left, y(tick), width - right, y(tick), 'grid'),
        written(left - 8, y(tick) + 4, String(tick), {class: 'tick end'}));
  const nice = [0, 0.1, 0.5, 1, 2, 5, 10, 20, 40, 60, 100].filter((tick) => tick <= most);
  let taken = -100;
  for (const tick of nice) {
    drawing.append(stroke(x(tick), top, x(tick), height - bottom, 'grid'));
    if (x(tick) - taken < 26) continue;
    taken = x(tick);
    drawing.append(written(x(tick), height - bottom + 17, String(tick), {class: 'tick middle'}));
  }
  drawing.append(written(
      width - right, height - 8, `false positives on ${pair.negatives}, % (square-root scale)`,
      {class: 'soft end'}));
  const clip = (/** @type {number} */ value) => x(Math.min(value, most));
  const path = curveOf(pair, most)
                   .map(([a, b], i) => `${i ? 'L' : 'M'}${clip(a).toFixed(1)} ${y(b).toFixed(1)}`)
                   .join('');
  drawing.append(svg('path', {d: path, class: 'curve'}));
  drawing.append(...namedPoints(points, most, x, y, width - right));
  return drawing;
}

/**
 * The methods' points, with a name beside each for which there is room.
 * @param {any[]} points @param {number} most @param {(v: number) => number} x
 * @param {(v: number) => number} y @param {number} end
 */
function namedPoints(points, most, x, y, end) {
  const made = /** @type {SVGElement[]} */ ([]);
  const taken = /** @type {number[][]} */ ([]);
  const free = (/** @type {number[]} */ box) => taken.every(
      (other) => box[0] > other[2] || box[2] < other[0] || box[1] > other[3] || box[3] < other[1]);
  for (const point of points) {
    for (const [a, b] of point.draws)
      if (a <= most)
        made.push(svg('circle', {
          cx: x(a).toFixed(1),
          cy: y(b).toFixed(1),
          r: 2,
          class: 'draw',
          style: `fill:${familyColour(point.label)}`
        }));
  }
  const shownPoints = points.filter((point) => point.x <= most);
  for (const point of shownPoints) {
    const [px, py] = [x(point.x), y(point.y)];
    taken.push([px - 7, py - 7, px + 7, py + 7]);
  }
  for (const point of shownPoints) {
    const [px, py] = [x(point.x), y(point.y)];
    const group = svg('g', {'data-setting': point.row.setting, class: 'point'});
    group.append(
        svg('circle', {cx: px, cy: py, r: 11, class: 'halo'}), markOf(point.label, px, py, 5.5),
        svg('title', {},
            `${point.label}: recall ${point.y.toFixed(1)} %, false positives ` +
                `${point.x.toFixed(1)} %`));
    made.push(group);
    const wide = 7 * point.label.length;
    const places = [
      [px + 10, py + 4], [px - 10 - wide, py + 4], [px - wide / 2, py - 11],
      [px - wide / 2, py + 20]
    ];
    const at = places.find(
        ([a, b]) => a > 46 && a + wide < end + 10 && b > 38 && free([a, b - 11, a + wide, b + 2]));
    if (!at) continue;
    taken.push([at[0], at[1] - 11, at[0] + wide, at[1] + 2]);
    made.push(
        written(at[0], at[1], point.label, {class: point.row.named ? 'label bold' : 'label'}));
  }
  const beyond = points.filter((point) => point.x > most);
  if (beyond.length)
    made.push(written(
        end, y(0) - 8,
        `beyond: ${
            beyond
                .map(
                    (point) => `${point.label} (${point.y.toFixed(0)} % at ` +
                        `${point.x.toFixed(0)} %)`)
                .join(', ')} ▸`,
        {class: 'soft end'}));
  return made;
}

/** @param {string} verdict @returns {Cell} */
function learnedCell(verdict) {
  const text = LEARNED[verdict] || words(verdict);
  return {text, value: text, node: element('span', {class: `badge ${verdict}`}, text)};
}

/** @param {string} caption @param {number[]} those */
function learnedTable(caption, those) {
  const roles = ['fix', 'transfer', 'guard', 'retain'].filter(
      (role) => data.learned.settings.some(
          (/** @type {any} */ entry) => entry.evidence && entry.evidence[role]));
  const names = /** @type {Object<string, string>} */ ({
    fix: 'fixed, %',
    transfer: 'held-out right, %',
    guard: 'guard images predicted as target, %',
    retain: 'ordinary images predicted as target, %'
  });
  const percent = (/** @type {number} */ value) => format(value, 'percent');
  const rows = those.map((index) => {
    const entry = data.learned.settings[index];
    return {
      setting: index,
      cells: [
        settingCell(index), learnedCell(entry.verdict), ...roles.map((role) => {
          const seen = entry.evidence && entry.evidence[role];
          if (!seen) return {text: '–', value: null};
          return {
            text: percent(seen.low) === percent(seen.high) ?
                percent(seen.low) :
                `${percent(seen.low)} to ${percent(seen.high)}`,
            value: seen.low,
            range: seen.before === null ? '' : `before ${percent(seen.before)}`
          };
        }),
        textCell(entry.reason)
      ]
    };
  });
  return table(
      caption,
      [
        textHead('setting'), textHead('it learned'),
        ...roles.map(
            (role) => numberHead(
                names[role], role === 'fix' || role === 'transfer' ? 'higher' : 'lower')),
        {title: 'because', number: false, wide: true}
      ],
      rows);
}
