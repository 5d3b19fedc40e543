// @ts-check
// Is it predictable? The sentence says what could have been seen, tables where the differences come
// from.
'use strict';

const PREDICTABLE = /** @type {Object<string, string>} */ ({
  predictable: 'predictable',
  in_part: 'in part',
  not_shown: 'not shown',
  too_few_draws: 'too few draws to tell'
});

function drawPredictability() {
  const place = section('trends');
  if (data.trends.length === 0) {
    place.append(element(
        'p', {},
        'No remediation was run at three or more N, so whether more of it changes anything ' +
        'steadily was not asked.'));
    return;
  }
  for (const entry of data.predictability || []) {
    place.append(
        element(
            'h3', {}, [severalRuns ? entry.run : '', entry.label].filter(Boolean).join(', '), ' ',
            element(
                'span', {class: `badge ${entry.verdict}`},
                PREDICTABLE[entry.verdict] || words(String(entry.verdict)))),
        element('p', {}, entry.sentence), ...variance(entry));
  }
  place.append(folded(`All ${data.trends.length} trends over N`, trendTable));
}

/** Where the differences come from.
 * @param {any} entry @returns {Node[]} */
function variance(entry) {
  const known = (entry.variance || []).filter((/** @type {any} */ row) => row.shares);
  if (known.length === 0) return [];
  const parameter = entry.parameter ? words(entry.parameter) : '';
  const parts =
      /** @type {[string, string][]} */ ([
        ['draw', 'the draw'], ['parameter', parameter], ['n', 'N'],
        ['draw_parameter', `draw × ${parameter}`], ['draw_n', 'draw × N'],
        ['parameter_n', `${parameter} × N`], ['residual', 'the rest']
      ])
          .filter(
              ([key]) => known.some(
                  (/** @type {any} */ row) => row.shares[key] !== null &&
                      row.shares[key] !== undefined && (parameter || !key.includes('parameter'))));
  const head = element(
      'tr', {}, element('th', {scope: 'col'}, 'figure'),
      ...parts.map(([, title]) => element('th', {scope: 'col', class: 'number'}, title)));
  const body = element(
      'tbody', {},
      ...known.map(
          (/** @type {any} */ row) => element(
              'tr', {}, element('th', {scope: 'row'}, figureTitle(row)), ...parts.map(([key]) => {
                const share = row.shares[key];
                return share === null || share === undefined ?
                    element('td', {class: 'number'}, '–') :
                    element(
                        'td', {class: 'number', style: `--share: ${(0.4 * share).toFixed(2)}`},
                        `${(100 * share).toFixed(0)} %`);
              }))));
  const caption = 'Where the differences come from: shares of variance';
  return [scrolled(
      `${caption}, ${entry.label}`,
      element(
          'table', {class: 'heat'}, element('caption', {}, caption), element('thead', {}, head),
          body))];
}

/** @param {{title: string, suite: string}} row */
const figureTitle = (row) =>
    row.title.includes(row.suite) ? row.title : `${row.title} (${row.suite})`;

/** @returns {Node[]} */
function trendTable() {
  const told = /** @type {Object<string, string>} */ (
      {none_shown: 'no trend shown', too_few_draws: 'too few draws to tell'});
  const slope = (/** @type {any} */ entry) => {
    if (!entry.slope || entry.slope.mean === null) return {text: '–', value: null};
    const column = columns.find(
        (other) => other.suite === entry.suite && other.metric === entry.metric);
    const unit = column ? column.unit : 'count', scale = unit === 'percent' ? 100 : 1;
    const text = (/** @type {number} */ value) => (value > 0 ? '+' : '') +
        (scale * value).toFixed(unit === 'nats' ? 3 : 2);
    const ends = entry.slope.interval;
    return {
      text: text(entry.slope.mean),
      range: ends ? `[${text(ends[0])}, ${text(ends[1])}]` : '',
      value: entry.slope.mean
    };
  };
  const heads = [
    textHead('remediation'), textHead('figure'), textHead('N'), numberHead('draws'),
    numberHead('change when N doubles'), numberHead('p (t of slopes)'), numberHead('Holm'),
    textHead('with N')
  ];
  const rows = data.trends.map((/** @type {any} */ entry) => {
    const setting = settings.find(
        (other) => other.run === entry.run && other.label === entry.label &&
            JSON.stringify(other.parameters) === JSON.stringify(entry.parameters));
    return {
      setting: null,
      cells: [
        textCell(entry.label + (setting && setting.name ? ', ' + setting.name : '')),
        textCell(figureTitle(entry)), textCell(entry.anchor_classes.join(', ')), {
          text: String(entry.draws),
          range: entry.left_out ? `${entry.left_out} left out` : '',
          value: entry.draws
        },
        slope(entry), numberCell(entry.p, 'p'), numberCell(entry.p_holm, 'p'),
        textCell(told[entry.verdict] || entry.verdict)
      ]
    };
  });
  return [
    soft(
        'Each draw gives one slope on log N; Student\'s t-test of their mean, two-sided, Holm\'s ' +
        'correction over all rows of a run. The conclusion is for further draws of the same ' +
        'anchors, on these images. "No trend shown" is no proof that there is none; ' +
        '"too few draws" means fewer than three. Changes of shares are in points, with 95 %.'),
    table('Trends over N', heads, rows)
  ];
}
