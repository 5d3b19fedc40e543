// @ts-check
// The decision matrix: the best setting of every method by what it keeps, fixes, breaks and costs.
'use strict';

/** @typedef {{draws: number[], mean: ?number, interval: ?number[]}} Drawn */
/**
 * @typedef {{title: string, note: string, unit: string, metric: string, meant: Meaning, accepted:
 * ?number, cells: Drawn[], domain: number[]}} Strip
 */

/** @type {any} */ const decision = data.decision;

/**
 * What heads each column, in words.
 * @param {any} column @param {Suite} suite
 */
function stripTitle(column, suite) {
  switch (column.metric) {
    case 'retention':
      return 'Retention, %';
    case 'negative_flips':
      return 'Negative flips';
    case 'top1':
      return suite.role === 'fix' ? 'Fix rate, %' : 'Held-out accuracy, %';
    case 'matched_difference':
      return 'Matched difference, points';
    case 'top1_points':
      return 'Guard accuracy, points';
    default:
      return 'Guard false positives, %';
  }
}

/** @param {any} column @param {Suite} suite */
function stripNote(column, suite) {
  const base = data.baseline[suite.name];
  if (column.metric === 'negative_flips')
    return `${suite.name}, of ${Math.round(base.top1 * suite.images)} right`;
  if (column.metric === 'matched_difference') return `${suite.name}, over a constant`;
  const before = column.metric === 'retention' ? '' :
      column.before === null                   ? '' :
                               `, ${format(column.before, 'percent')}\u00a0% before`;
  return `${suite.name}, n\u00a0=\u00a0${suite.images}${before}`;
}

/** @param {any} column */
const stripUnit = (column) => column.metric === 'negative_flips'  ? 'count' :
    ['top1_points', 'matched_difference'].includes(column.metric) ? 'points' :
                                                                    'percent';

/**
 * What the axis of a column holds: the means and draws of the better part, with their
 * intervals unless these would crush all else. What lies beyond is shown by an arrow.
 * @param {Drawn[]} cells @param {boolean} higher @param {?number} accepted @param {string} unit
 */
function domainOf(cells, higher, accepted, unit) {
  const means = cells.flatMap((cell) => cell.mean === null ? [] : [cell.mean]);
  if (means.length === 0) return [0, 1];
  means.sort((a, b) => higher ? b - a : a - b);
  const last = means[Math.ceil(0.6 * means.length) - 1];
  const good = cells.filter(
      (cell) => cell.mean !== null && (higher ? cell.mean >= last : cell.mean <= last));
  const inner = good.flatMap((cell) => [Number(cell.mean), ...cell.draws]);
  if (cells[0].mean !== null) inner.push(cells[0].mean);  // of the one that is named
  let [low, high] = [Math.min(...inner), Math.max(...inner)];
  const floor =
      /** @type {Object<string, number>} */ ({percent: 0.01, points: 1, count: 4})[unit] || 0.1;
  const span = Math.max(high - low, floor);
  for (const cell of good) {
    for (const end of cell.interval || []) {
      if (end < low && low - end < span) low = end;
      if (end > high && end - high < span) high = end;
    }
  }
  if (accepted !== null) {
    if (accepted < low && low - accepted < span) low = accepted;
    if (accepted > high && accepted - high < span) high = accepted;
  }
  const room = 0.05 * Math.max(high - low, floor);
  return [low - room, high + room];
}

/** @returns {Strip[]} */
function strips() {
  const made = decision.columns.map((/** @type {any} */ column, /** @type {number} */ i) => {
    const suite = /** @type {Suite} */ (suites.find((other) => other.name === column.suite));
    const cells = decision.rows.map((/** @type {any} */ row) => row.cells[i]);
    const unit = stripUnit(column);
    const meant = {...meaning(column.metric, suite.role), better: column.better};
    return {
      title: stripTitle(column, suite),
      note: stripNote(column, suite),
      unit,
      metric: column.metric,
      meant,
      accepted: column.accepted,
      cells,
      domain: domainOf(cells, column.better === 'higher', column.accepted, unit)
    };
  });
  if (data.cost.some((/** @type {Drawn} */ cell) => cell.mean !== null)) {
    made.push({
      title: 'Training time, s',
      note: 'without evaluation',
      unit: 'seconds',
      metric: 'seconds',
      meant: MEANINGS.seconds,
      accepted: null,
      cells: data.cost,
      domain: domainOf(data.cost, false, null, 'seconds')
    });
  }
  return made;
}

/** @param {?number} value @param {string} unit */
const shown = (value, unit) =>
    unit === 'points' && value !== null && value.toFixed(1) !== '0.0' && value > 0 ?
    '+' + format(value, unit) :
    format(value, unit);

/**
 * One cell: draws as dots, the mean as a bar, its interval shaded.
 * @param {Strip} strip @param {Drawn} cell @param {string} label @param {number} width
 */
function stripDrawing(strip, cell, label, width) {
  const height = 18, middle = height / 2, edge = 5;
  const scale = scaleOf(strip.domain, [edge, width - edge]);
  const within = (/** @type {number} */ value) =>
      Math.min(width - edge, Math.max(edge, scale(value)));
  const [low, high] = strip.domain;
  const drawing =
      svg('svg', {width, height, viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true'});
  drawing.append(stroke(edge, middle, width - edge, middle, 'axis'));
  if (strip.accepted !== null && strip.accepted >= low && strip.accepted <= high) {
    const at = scale(strip.accepted);
    drawing.append(stroke(at, 0, at, height, 'accepted'));
  }
  if (cell.mean === null) return drawing;
  const colour = familyColour(label);
  if (cell.interval) {
    const [a, b] = cell.interval.map(within);
    if (cell.interval[1] >= low && cell.interval[0] <= high)
      drawing.append(svg('rect', {
        x: a,
        y: middle - 5,
        width: Math.max(0, b - a),
        height: 10,
        class: 'interval',
        style: `fill:${colour}`
      }));
  }
  for (const value of cell.draws) {
    if (value < low || value > high) continue;
    drawing.append(svg(
        'circle',
        {cx: scale(value).toFixed(1), cy: middle, r: 2.2, class: 'draw', style: `fill:${colour}`}));
  }
  if (cell.mean < low) {
    drawing.append(
        svg('path', {d: `M0 ${middle}L6 ${middle - 4}V${middle + 4}Z`, style: `fill:${colour}`}));
  } else if (cell.mean > high) {
    drawing.append(svg('path', {
      d: `M${width} ${middle}L${width - 6} ${middle - 4}V${middle + 4}Z`,
      style: `fill:${colour}`
    }));
  } else {
    drawing.append(svg('rect', {
      x: (scale(cell.mean) - 1.5).toFixed(1),
      y: middle - 7,
      width: 3,
      height: 14,
      style: `fill:${colour}`
    }));
  }
  return drawing;
}

/** @param {Strip} strip @param {Drawn} cell */
function stripWords(strip, cell) {
  if (cell.mean === null) return 'not known';
  const ends = cell.interval ?
      `, 95 % interval ${cell.interval.map((end) => shown(end, strip.unit)).join(' to ')}` :
      '';
  const draws = cell.draws.length > 1 ?
      `; draws ${cell.draws.map((value) => shown(value, strip.unit)).join(', ')}` :
      '';
  return `${strip.title}: ${shown(cell.mean, strip.unit)}${ends}${draws}`;
}

/**
 * Which rows have the best mean.
 * @param {Strip} strip
 */
function bestOf(strip) {
  const means = strip.cells.filter((_, i) => !decision.rows[i].control)
                    .flatMap((cell) => cell.mean === null ? [] : [cell.mean]);
  return strip.meant.better === 'higher' ? Math.max(...means) : Math.min(...means);
}

/** @param {any} row */
function matrixName(row) {
  const setting = settings[row.setting];
  const button = markButton(row.setting, labelOf(setting));
  button.title = fullName(setting);
  button.prepend(glyph(setting.label), ' ');
  return button;
}

/** @returns {Node[]} */
function matrix() {
  if (decision.rows.length === 0) return [];
  const drawn = strips();
  const best = drawn.map(bestOf);
  const heads = [
    {title: 'Method, best setting', number: false},
    ...drawn.map((strip) => ({
                   title: strip.title + arrowOf(strip.meant),
                   note: strip.note,
                   number: true,
                   better: strip.meant.better,
                   tip: tipOf(strip.meant)
                 }))
  ];
  const rows = decision.rows.map(
      (/** @type {any} */ row, /** @type {number} */ i) => ({
        setting: row.setting,
        kind: [
          row.named ? 'named' : '', row.tied && !row.too_little ? 'tied' : '',
          row.control ? 'control' : ''
        ].filter(Boolean).join(' '),
        cells: [
          {
            text: fullName(settings[row.setting]),
            value: settings[row.setting].label,
            node: matrixName(row)
          },
          ...drawn.map((strip, k) => {
            const cell = strip.cells[i];
            const text = element(
                'span', {class: cell.mean === best[k] && !row.control ? 'value best' : 'value'},
                shown(cell.mean, strip.unit));
            return {
              text: shown(cell.mean, strip.unit),
              value: cell.mean,
              title: stripWords(strip, cell),
              node: element(
                  'span', {class: 'strip'},
                  stripDrawing(strip, cell, settings[row.setting].label, stripWidth(drawn.length)),
                  text)
            };
          })
        ]
      }));
  const made = table(
      'The best setting of every method: what it keeps, fixes, breaks and costs', heads, rows,
      {foot: ['axis, from and to', ...drawn.map(axisWords)]});
  made.classList.add('matrix');
  const those = decision.rows.map((/** @type {any} */ row) => settings[row.setting].label);
  return [made, familyLegend(those), matrixKey(drawn)];
}

/** @param {number} count of columns */
function stripWidth(count) {
  const wide = Math.min(document.documentElement.clientWidth - 48, 1452);
  const room = wide - (innerWidth >= 1100 ? 320 + 26 : 0) - 150;
  return Math.floor(Math.max(46, Math.min(120, room / count - 60)));
}

/** @param {Strip} strip */
function axisWords(strip) {
  const unit = strip.unit;
  const [low, high] = strip.domain;
  // The room around what is possible is no value.
  const least = unit === 'points' ? low : Math.max(0, low);
  const most = unit === 'percent' && strip.metric !== 'retention' ? Math.min(1, high) : high;
  const ends = `${roughly(least, unit)} to ${roughly(most, unit)}`;
  if (strip.accepted === null) return ends;
  return `${ends}; accepted ${strip.meant.better === 'higher' ? '≥' : '≤'} ` +
      shown(strip.accepted, unit);
}

/** @param {number} value @param {string} unit */
const roughly = (value, unit) =>
    unit === 'count' ? value.toFixed(0) : shown(Number(value.toPrecision(3)), unit);

/** @param {Strip[]} drawn */
function matrixKey(drawn) {
  const tied = decision.rows.some((/** @type {any} */ row) => row.tied && !row.too_little);
  const accepted = drawn.some((strip) => strip.accepted !== null);
  return soft(
      'Dots: draws. Bar: mean. Shaded: 95 % interval for further draws and images. ◂ ▸ beyond ' +
      'the axis. Bold: best mean.' + (accepted ? ' Dashed line: what the study accepts.' : '') +
      (tied ?
           ' Tinted rows: statistically tied for the best retention, least negative flips first.' :
           '') +
      (decision.rows.some((/** @type {any} */ row) => row.control) ?
           ' In italics: a control, which repairs nothing by design.' :
           ''));
}

/**
 * Methods without an eligible setting, and how near they came.
 * @returns {Node[]}
 */
function missesOf() {
  if (decision.misses.length === 0) return [];
  const list = element('ul', {class: 'misses'});
  for (const miss of decision.misses) {
    const entry = best[miss.best];
    list.append(element(
        'li', {}, glyph(entry.label), ' ', element('b', {}, entryName(entry)),
        `: ${miss.sentence}`));
  }
  return [element('h3', {}, 'Not eligible, and how near the nearest trial came'), list];
}
