// @ts-check
// A figure against N, the number of anchor classes, with published figures beside ours where the
// report has some.
'use strict';

/**
 * What published columns mean here.
 * @type {Object<string, [string, string]>} role of a suite, and metric
 */
const PUBLISHED = {
  top1: ['retain', 'top1'],
  top5: ['retain', 'top5'],
  kl: ['retain', 'kl.mean'],
  held_out: ['transfer', 'top1']
};

/**
 * Settings that differ in N alone, two or more of them; where published figures stand beside them,
 * single ones too.
 * @returns {{index: number, n: number}[][]}
 */
function ladders() {
  const groups = /** @type {Map<string, {index: number, n: number}[]>} */ (new Map());
  settings.forEach((setting, index) => {
    if (setting.anchor_classes === null || setting.trials.with_result === 0) return;
    const key = JSON.stringify(
        [setting.run, setting.label, setting.published, setting.after, setting.parameters]);
    groups.set(key, [...(groups.get(key) || []), {index, n: setting.anchor_classes}]);
  });
  return [...groups.values()]
      .filter((members) => members.length > 1 || data.overlay)
      .map((members) => members.sort((a, b) => a.n - b.n));
}

function drawLines() {
  const ours = ladders();
  const overlay = data.overlay;
  if ((ours.length === 0 && !overlay) || figuresBySuite.length === 0) return drop('lines');
  const place = section('lines');
  const canvas = element('canvas', {
    role: 'img',
    'aria-label':
        'The chosen figure against N, a line for each remediation and setting. The same figures ' +
        'stand in the tables.'
  });
  /** @type {any} */ let plot = null;
  const note = element('p', {class: 'soft', id: 'lines-note'});
  let figure = figuresBySuite[0].figures[0];
  const draw = (/** @type {Figure} */ wanted) => {
    figure = wanted;
    const published = publishedLines(figure);
    const own = ours.map(
        (members, at) => ourLine(members, figure, lookOfLine(ours, at)));
    plot.data.datasets = [...own, ...published];
    const ends = plot.data.datasets.flatMap(
        (/** @type {any} */ set) => set.data.flatMap(
            (/** @type {any} */ point) => [point.low, point.high].filter(
                (end) => typeof end === 'number')));
    // The axis holds the bars.
    plot.options.scales.y.suggestedMin = ends.length ? Math.min(...ends) : undefined;
    plot.options.scales.y.suggestedMax = ends.length ? Math.max(...ends) : undefined;
    plot.options.scales.y.title.text = `${figure.column.title} (${figure.column.suite})`;
    note.textContent = !overlay ?
        '' :
        published.length ?
        overlay.warning :
        `Nothing published to show beside ${figure.column.title} of ${figure.column.suite}.`;
    restyleAxes(plot);
    plot.update();
  };
  const {tools, first} = figureChoice('lines-figure', draw, overlay ? 'top1' : 'retention');
  place.append(
      tools, element('div', {class: 'plot'}, canvas), savePlotButtons(canvas, 'against-N'),
      lineLegend(ours, overlay),
      soft(
          'A line joins the means of settings that differ in N alone; a bar is the 95 % interval.'),
      note, ...(overlay ? overlayTrends(overlay) : []));
  plot = new PlotLibrary(canvas, {
    type: 'scatter',
    data: {datasets: []},
    plugins: [{id: 'ranges', beforeDatasetsDraw: drawRanges}],
    options: {
      animation: false,
      maintainAspectRatio: false,
      onClick: (/** @type {any} */ _, /** @type {any[]} */ hits) => {
        const hit = hits.map((entry) => plot.data.datasets[entry.datasetIndex].data[entry.index])
                        .find((point) => point.setting !== undefined);
        mark(hit ? hit.setting : null);
      },
      plugins: {
        legend: {display: false},
        tooltip: {
          callbacks: {
            label: (/** @type {any} */ item) =>
                [item.raw.setting === undefined ? item.dataset.label :
                                                  fullName(settings[item.raw.setting]),
                 `N ${item.raw.x}: ${item.raw.text}`]
          }
        }
      },
      scales: {
        x: {
          title: {display: true, text: 'N, classes with an anchor'},
          grid: {},
          ticks: {precision: 0}
        },
        y: {title: {display: true, text: ''}, grid: {}, ticks: {}}
      },
    },
  });
  const restyle = () => draw(figure);
  listeners.push(restyle);
  restylers.push(restyle);
  draw(first);
}

/**
 * In the unit that tables show.
 * @param {?number} value @param {string} unit
 */
const plotted = (value, unit) => value === null ? null : unit === 'percent' ? 100 * value : value;

/** How many `--family-` colours the style has. */
const COLOURS = 9;

/**
 * A colour each method and a shape each of its lines: no two lines look alike, though methods may
 * be of one family. Where there are more methods than colours, shapes continue from the first ones.
 * @param {{index: number, n: number}[][]} ours @param {number} at
 * @returns {{hue: string, shape: number}}
 */
function lookOfLine(ours, at) {
  const labels = ours.map((members) => settings[members[0].index].label);
  const methods = [...new Set(labels)];
  const linesOf = (/** @type {string} */ label) => labels.filter((other) => other === label).length;
  const method = methods.indexOf(labels[at]);
  const colour = method % COLOURS;
  const before = methods.filter((_, i) => i < method && i % COLOURS === colour);
  const shape = before.reduce((sum, label) => sum + linesOf(label), 0) +
      labels.slice(0, at).filter((label) => label === labels[at]).length;
  return {hue: `--family-${colour}`, shape: shape % SHAPES.length};
}

/**
 * @param {{index: number, n: number}[]} members @param {Figure} figure
 * @param {{hue: string, shape: number}} look the hue is a property of the page's style
 */
function ourLine(members, figure, {hue, shape}) {
  const {label} = settings[members[0].index];
  const unit = figure.column.unit;
  const points = members.flatMap(({index, n}) => {
    const spread = spreadOf(index, figure);
    if (!spread) return [];
    const [mean, , high] = spread;
    const [low, top] = spread.length === 6 ? spread.slice(4) : [null, null];
    return [{
      x: n,
      y: plotted(mean === null ? high : mean, unit),
      low: plotted(low, unit),
      high: plotted(top, unit),
      setting: index,
      text: format(mean === null ? high : mean, unit)
    }];
  });
  const lit = marked === null || members.some(({index}) => index === marked);
  const colour = style(hue) + (lit ? '' : '33');
  return {
    label,
    data: points,
    showLine: true,
    borderColor: colour,
    backgroundColor: colour,
    borderWidth: lit && marked !== null ? 3 : 1.5,
    pointStyle: SHAPES[shape],
    pointRotation: turnOf(shape),
    pointRadius: points.map((point) => point.setting === marked ? 8 : 4)
  };
}

/** @param {Figure} figure */
function publishedLines(figure) {
  if (!data.overlay) return [];
  const suite = suites[figure.at];
  const found = data.overlay.columns.find(
      (/** @type {string} */ column) => PUBLISHED[column] && PUBLISHED[column][0] === suite.role &&
          PUBLISHED[column][1] === figure.column.metric);
  if (!found) return [];
  return data.overlay.series.map(
      (/** @type {any} */ series, /** @type {number} */ i) => ({
        label: publishedName(series),
        showLine: true,
        borderDash: DASHES[i % DASHES.length],
        borderWidth: 1.2,
        borderColor: style('--soft'),
        backgroundColor: 'transparent',
        pointStyle: 'crossRot',
        pointRadius: 4,
        data: series.points.filter((/** @type {any} */ point) => point[found] !== null)
                  .map((/** @type {any} */ point) => ({
                         x: point.anchor_classes,
                         y: plotted(point[found], figure.column.unit),
                         text: format(point[found], figure.column.unit)
                       })),
      }));
}

const DASHES = [[6, 4], [2, 3], [10, 4], [10, 3, 2, 3], [4, 8], [14, 5]];
/** @param {any} series */
const publishedName =
    (series) => ['published', series.label,
                 series.learning_rate === null ? '' : `learning rate ${series.learning_rate}`]
                    .filter(Boolean)
                    .join(', ');

/** @param {{index: number, n: number}[][]} ours @param {any} overlay */
function lineLegend(ours, overlay) {
  const list = element('ul', {class: 'legend', 'aria-label': 'Lines in the plot'});
  for (const [at, members] of ours.entries()) {
    const setting = settings[members[0].index];
    const name = [labelOf(setting), setting.name].filter(Boolean).join(', ');
    const button = markButton(members[0].index, name);
    const mark = svg('path', {
      d: PATHS[lookOfLine(ours, at).shape],
      transform: 'scale(5.4)',
      style: `fill:var(${lookOfLine(ours, at).hue})`
    });
    button.prepend(
        svg('svg',
            {class: 'glyph', viewBox: '-8 -8 16 16', width: 14, height: 14, 'aria-hidden': 'true'},
            mark));
    list.append(element('li', {}, button));
  }
  if (overlay) {
    overlay.series.forEach((/** @type {any} */ series, /** @type {number} */ i) => {
      const pattern = DASHES[i % DASHES.length].join(' ');
      const dash = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
      const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
      for (const [key, value] of Object.entries({width: '38', height: '10', 'aria-hidden': 'true'}))
        dash.setAttribute(key, value);
      for (const [key, value] of Object.entries({
             d: 'M1 5H37',
             stroke: 'currentColor',
             'stroke-width': '1.5',
             'stroke-dasharray': pattern
           }))
        path.setAttribute(key, value);
      dash.append(path);
      list.append(element('li', {class: 'published'}, dash, ' ✕ ', publishedName(series)));
    });
  }
  return list;
}

/**
 * The interval behind each of our points.
 * @param {any} plot
 */
function drawRanges(plot) {
  const {ctx, scales, chartArea: area} = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(area.left, area.top, area.width, area.height);
  ctx.clip();
  for (const set of plot.data.datasets) {
    ctx.strokeStyle = set.borderColor;
    ctx.lineWidth = 1;
    for (const point of set.data) {
      if (point.low === undefined || point.low === null || point.low === point.high) continue;
      const x = scales.x.getPixelForValue(point.x);
      ctx.beginPath();
      ctx.moveTo(x, scales.y.getPixelForValue(point.low));
      ctx.lineTo(x, scales.y.getPixelForValue(point.high));
      ctx.stroke();
    }
  }
  ctx.restore();
}

/**
 * Whether the published figures change steadily with N.
 * @param {any} overlay @returns {Node[]}
 */
function overlayTrends(overlay) {
  if (!overlay.trends || overlay.trends.length === 0) return heldOut(overlay);
  const rows = overlay.trends.map(
      (/** @type {any} */ trend) => ({
        setting: null,
        cells: [
          textCell(trend.column),
          textCell(trend.spearman.map((/** @type {any} */ one) => one ? one.rho.toFixed(2) : '–')
                       .join(', ')),
          numberCell(
              trend.page ? trend.page.p_rising : null, 'p',
              trend.page ? `L ${trend.page.l_rising}` : ''),
          numberCell(
              trend.page ? trend.page.p_falling : null, 'p',
              trend.page ? `L ${trend.page.l_falling}` : '')
        ]
      }));
  return [
    folded(
        `Do the published figures change steadily with N? (${overlay.title})`,
        () => [table(
            'Trends over N in the published figures',
            [
              textHead('figure'), textHead('Spearman, a series each'), numberHead('p, rising'),
              numberHead('p, falling')
            ],
            rows)]),
    ...heldOut(overlay)
  ];
}

/**
 * Published held-out accuracy against what keeping the rest cost.
 * @param {any} overlay @returns {Node[]}
 */
function heldOut(overlay) {
  const found = overlay.held_out;
  if (!found) return [];
  const rho = (/** @type {?number} */ value) => value === null ? '–' : value.toFixed(2);
  const rows = found.against.map(
      (/** @type {any} */ entry) => ({
        setting: null,
        cells: [
          textCell(entry.column === 'kl' ? 'KL' : 'top-1'), textCell(rho(entry.spearman.rho)),
          textCell(entry.by_series.map((/** @type {any} */ one) => rho(one.rho)).join(', '))
        ]
      }));
  return [folded(
      `What the published held-out accuracy can and cannot say (${overlay.title})`,
      () =>
          [...found.sentences.map((/** @type {string} */ sentence) => element('p', {}, sentence)),
           table(
               'Spearman\'s correlation of held-out accuracy with what the rest cost',
               [textHead('with'), textHead('all runs'), textHead('a series each')], rows)])];
}
