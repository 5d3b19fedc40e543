// @ts-check
// How sure the verdict is: a forest plot of the differences from the named setting.
'use strict';

function drawSure() {
  const verdict = data.verdict;
  if (!verdict || (!verdict.sure && !verdict.rivals.length)) return drop('sure');
  const place = section('sure');
  if (verdict.rivals.length) {
    place.append(
        figureOf(
            (width) => forest(verdict, width),
            `Difference in ${verdict.chosen_by} from ${verdict.label}, for each of ` +
                `${verdict.rivals.length} others. The same figures stand in the table below.`,
            'how-sure'),
        soft(
            'Thick: 95 % interval over images, on these draws. Thin: over draws and images. Open ' +
            'circles: draws. ◂ ▸ continues beyond the axis. Tied: in the set that holds the best ' +
            'with 95 % confidence.'));
  }
  if (verdict.sure) place.append(element('p', {}, verdict.sure));
  if (verdict.set && verdict.set.of > 1) {
    const may = verdict.set.settings.filter((/** @type {any} */ row) => row.in_set).length;
    place.append(folded(
        `The ${verdict.set.of} settings that are eligible, and the ${may} that may be the best`,
        () => setTable(verdict.set, verdict.setting)));
  }
  if (verdict.rivals.length) {
    const rivals = verdict.rivals.length;
    const which = rivals === 1 ? 'the other one' : `each of the ${rivals} others`;
    place.append(
        folded(`The comparison with ${which} that fixed as much`, () => rivalTable(verdict)));
  }
}

/**
 * By draw, seeds averaged, in points: the measure by which the verdict chose.
 * @param {number} index of a setting @returns {Map<?number, number>}
 */
function measuredByDraw(index) {
  const key = data.verdict.chosen_by === 'retention' ? 'retention' : 'fix';
  const sums = /** @type {Map<?number, number[]>} */ (new Map());
  for (const trial of /** @type {any[]} */ (trials)) {
    if (trial.setting !== index || typeof trial[key] !== 'number' || trial.repeats) continue;
    sums.set(trial.draw, [...(sums.get(trial.draw) || []), 100 * trial[key]]);
  }
  return new Map(
      [...sums].map(([draw, values]) => [draw, values.reduce((a, b) => a + b, 0) / values.length]));
}

/**
 * Differences on the draws that both have. One that no draw changes is compared with each.
 * @param {number} rival @param {number} named @returns {number[]}
 */
function drawDifferences(rival, named) {
  const [ours, own] = [measuredByDraw(rival), measuredByDraw(named)];
  return [...own].flatMap(([draw, value]) => {
    const other = ours.has(draw) ? ours.get(draw) : ours.size === 1 ? [...ours.values()][0] : null;
    return other === null || other === undefined ? [] : [other - value];
  });
}

/** @param {any} verdict @param {any} rival @param {number} at */
function forestRow(verdict, rival, at) {
  const points = 100 * rival.difference;
  const half = rival.standard_error === null ? null : 196 * rival.standard_error;
  const inSet = verdict.tied.includes(at);
  // What is in the set for its scatter alone is named apart in the text.
  const scattered = decision.rows.some(
      (/** @type {any} */ row) => row.setting === rival.setting && row.too_little);
  return {
    rival,
    points,
    thick: half === null ? null : [points - half, points + half],
    thin: rival.interval ? rival.interval.map((/** @type {number} */ end) => 100 * end) : null,
    draws: suites.filter((suite) => suite.role === 'retain').length === 1 ?
        drawDifferences(rival.setting, verdict.setting) :
        [],
    told: inSet && !scattered        ? 'tied' :
        inSet || rival.told === 'no' ? 'not significant' :
        rival.told === 'images' ? (points < 0 ? 'worse, these draws' : 'better, these draws') :
        points < 0              ? 'worse' :
                                  'better',
    kind: inSet || rival.told === 'no' ? 'open' :
        points < 0                    ? 'worse' :
                                        'better'
  };
}

/**
 * What the axis holds: every difference that is open, with its intervals unless these would crush
 * the rest, and the nearest of the others.
 * @param {any[]} rows
 */
function forestDomain(rows) {
  const open = rows.filter((row) => row.kind === 'open');
  const seen =
      (open.length ? open : rows).filter((row) => Math.abs(row.points) < 8 || !open.length);
  const inner = (seen.length ? seen : rows).flatMap((row) => [row.points, ...(row.thick || [])]);
  let [low, high] = [Math.min(0, ...inner), Math.max(0, ...inner)];
  const span = Math.max(high - low, 1);
  for (const row of rows) {
    for (const end of [...(row.thin || []), ...row.draws, row.points]) {
      if (end < low && low - end < 0.8 * span) low = end;
      if (end > high && end - high < 0.8 * span) high = end;
    }
  }
  return [low - 0.04 * (high - low), high + 0.04 * (high - low)];
}

/** @param {any} verdict @param {number} width */
function forest(verdict, width) {
  const rows = verdict.rivals.map(
      (/** @type {any} */ rival, /** @type {number} */ at) => forestRow(verdict, rival, at));
  const narrow = width < 640;
  const left = narrow ? 118 : 205, right = narrow ? 70 : 410, line = 24, top = 46;
  const height = top + line * rows.length + 34;
  const domain = forestDomain(rows);
  const scale = scaleOf(domain, [left, width - right]);
  const drawing = svg('svg', {width, height, viewBox: `0 0 ${width} ${height}`, class: 'plotted'});
  const measure = verdict.chosen_by === 'retention' ? 'Retention' : 'Fix rate';
  drawing.append(written(
      0, 14, `${measure}: difference from ${verdict.label}, percentage points`, {class: 'title'}));
  for (const tick of ticks(domain[0], domain[1], narrow ? 4 : 8)) {
    const x = scale(tick);
    drawing.append(
        stroke(x, top - 6, x, height - 28, tick === 0 ? 'zero' : 'grid'),
        written(x, height - 12, tick > 0 ? `+${tick}` : String(tick), {class: 'tick middle'}));
  }
  const columns = narrow ?
      [['Δ', width - 8]] :
      [['Δ, points', width - 340], ['95 % interval', width - 222], ['p (draws)', width - 144]];
  for (const [text, x] of /** @type {[string, number][]} */ (columns))
    drawing.append(written(x, top - 12, text, {class: 'head end'}));
  if (!narrow) drawing.append(written(width, top - 12, 'significant?', {class: 'head end'}));
  rows.forEach(
      (/** @type {any} */ row, /** @type {number} */ i) => drawing.append(
          forestLine(row, top + line * (i + 0.5), {scale, left, right, width, narrow, domain})));
  return drawing;
}

/** @param {any} row @param {number} y @param {any} at */
function forestLine(row, y, {scale, left, right, width, narrow, domain}) {
  const {rival} = row;
  const setting = settings[rival.setting];
  const line = svg('g', {class: `forest ${row.kind}`, 'data-setting': rival.setting});
  line.append(
      svg('rect', {x: 0, y: y - 12, width, height: 24, class: 'band'}),
      markOf(setting.label, 8, y, 5),
      written(20, y + 4, shortened(labelOf(setting), narrow ? 14 : 24), {class: 'name'}));
  const clip = (/** @type {number} */ value) =>
      Math.min(width - right, Math.max(left, scale(value)));
  const bar = (/** @type {?number[]} */ ends, /** @type {string} */ name) => {
    if (!ends || ends[1] < domain[0] || ends[0] > domain[1]) return;
    line.append(stroke(clip(ends[0]), y, clip(ends[1]), y, name));
  };
  bar(row.thin, 'thin');
  bar(row.thick, 'thick');
  const ends = [row.points, ...(row.thin || []), ...(row.thick || [])];
  if (Math.min(...ends) < domain[0])
    line.append(svg('path', {d: `M${left - 7} ${y}l7 -4v8Z`, class: 'beyond'}));
  if (Math.max(...ends) > domain[1])
    line.append(svg('path', {d: `M${width - right + 7} ${y}l-7 -4v8Z`, class: 'beyond'}));
  for (const value of row.draws) {
    if (value < domain[0] || value > domain[1]) continue;
    line.append(svg('circle', {cx: scale(value).toFixed(1), cy: y, r: 3, class: 'open-draw'}));
  }
  if (row.points >= domain[0] && row.points <= domain[1])
    line.append(svg('circle', {cx: scale(row.points).toFixed(1), cy: y, r: 5, class: 'mean'}));
  const signed = (/** @type {number} */ value) => (value > 0 ? '+' : '') + value.toFixed(1);
  if (narrow) {
    line.append(written(width - 8, y + 4, signed(row.points), {class: 'figure end'}));
    return line;
  }
  line.append(
      written(width - 340, y + 4, signed(row.points), {class: 'figure end'}),
      written(
          width - 222, y + 4, row.thin ? `${signed(row.thin[0])} to ${signed(row.thin[1])}` : '–',
          {class: 'figure end'}),
      written(width - 144, y + 4, format(rival.p_draws_holm, 'p'), {class: 'figure end'}),
      written(width, y + 4, row.told, {class: 'told end'}));
  return line;
}

/** @param {string} text @param {number} most */
const shortened = (text, most) => text.length > most ? text.slice(0, most - 1) + '…' : text;
