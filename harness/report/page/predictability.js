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
  const plain = (/** @type {?number|undefined} */ value) =>
      value === null || value === undefined ? '–' : value.toFixed(2);
  const heads = [
    textHead('remediation'), textHead('figure'), textHead('N'), numberHead('draws'),
    numberHead('Page p'), numberHead('Holm'), numberHead('Spearman'), numberHead('isotonic R²'),
    textHead('with N')
  ];
  const rows = data.trends.map((/** @type {any} */ entry) => {
    const setting = settings.find(
        (other) => other.run === entry.run && other.label === entry.label &&
            JSON.stringify(other.parameters) === JSON.stringify(entry.parameters));
    const isotonic = entry.isotonic || {r2: null, null_mean: null},
          rho = entry.spearman ? entry.spearman.rho : null;
    return {
      setting: null,
      cells: [
        textCell(entry.label + (setting && setting.name ? ', ' + setting.name : '')),
        textCell(figureTitle(entry)), textCell(entry.anchor_classes.join(', ')), {
          text: String(entry.draws),
          range: entry.left_out ? `${entry.left_out} left out` : '',
          value: entry.draws
        },
        numberCell(entry.p, 'p'), numberCell(entry.p_holm, 'p'), {text: plain(rho), value: rho}, {
          text: plain(isotonic.r2),
          range: `by chance ${plain(isotonic.null_mean)}`,
          value: isotonic.r2
        },
        textCell(told[entry.verdict] || entry.verdict)
      ]
    };
  });
  return [
    soft(
        'Page\'s test with the draws as blocks, two-sided, Holm\'s correction over all rows of ' +
        'a run. "No trend shown" is no proof that there is none; ' +
        '"too few draws" means that no result of so many could have shown one at .05. Isotonic ' +
        'R² of a few points is large by chance alone: that stands below it.'),
    table('Trends over N', heads, rows)
  ];
}
