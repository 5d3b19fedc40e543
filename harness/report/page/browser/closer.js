// @ts-check
// One setting at a time: its pictures before and after, the classes that lost significantly more,
// its calibration, what it noted while it trained.
'use strict';

/** @param {number} index */
const hasCloser = (index) => shownBySetting.has(index) ||
    Object.values(settings[index].lost || {}).some((lost) => lost.length > 0) ||
    Object.keys(settings[index].calibration || {}).length > 0 || notedBy(index).length > 0;

function drawCloser() {
  const place = section('images');
  const first = bestSettings().filter(hasCloser);
  const others = settings.map((_, i) => i).filter((i) => !first.includes(i) && hasCloser(i));
  if (first.length + others.length === 0) return drop('images');
  const choice = /** @type {HTMLSelectElement} */ (element('select', {id: 'closer-setting'}));
  for (const [title, those] of /** @type {[string, number[]][]} */ (
           [['the best of each remediation', first], ['other settings', others]])) {
    if (those.length === 0) continue;
    choice.append(element(
        'optgroup', {label: title},
        ...those.map((i) => element('option', {value: i}, fullName(settings[i])))));
  }
  const content = element('div', {id: 'closer-content'});
  let drawn = -1;
  const draw = () => {
    const index = Number(choice.value);
    if (index === drawn) return;
    drawn = index;
    content.replaceChildren(
        ...pictures(index), ...lostClasses(index), ...calibration(index), ...trainingNotes(index));
    remark();
  };
  choice.addEventListener('change', () => {
    draw();
    mark(Number(choice.value));
  });
  listeners.push((index) => {
    if (index === null || !hasCloser(index)) return;
    choice.value = String(index);
    draw();
  });
  const label = element('label', {for: 'closer-setting'}, 'Setting ');
  place.append(element('div', {class: 'tools'}, label, choice), content);
  draw();
}

/** @param {number} index @returns {Node[]} */
function lostClasses(index) {
  const lost = Object.entries(settings[index].lost || {});
  const found = lost.filter(([, classes]) => classes.length > 0);
  const none = lost.filter(([, classes]) => classes.length === 0).map(([suite]) => suite);
  const made = (/** @type {string} */ suite, /** @type {LostClass[]} */ classes) => table(
      `Classes of ${suite} that lost significantly more`,
      [
        textHead('class'),
        ...['images', 'right before', 'right after', 'negative flips', 'trials that tell of it']
            .map((title) => numberHead(title))
      ],
      classes.map(([name, ...counts]) => ({
                    setting: null,
                    cells: [textCell(name), ...counts.map((count) => numberCell(count, 'count'))]
                  })));
  return [
    ...found.flatMap(
        ([suite, classes]) =>
            suites.some((other) => other.name === suite && other.role === 'retain') ?
            [element('h3', {}, `Classes that lost significantly more on ${suite}`),
             made(suite, classes)] :
            [folded(
                `Classes that lost significantly more on ${suite}`, () => [made(suite, classes)])]),
    ...(none.length ? [soft(`No class lost significantly more on ${none.join(', ')}.`)] : []),
    ...(lost.length ?
            [soft(
                'McNemar\'s exact one-sided test of each class\'s negative against its positive ' +
                'flips, at a false discovery rate of 5 % over the classes. A class of a few ' +
                'images cannot show it, however many of them it loses.')] :
            [])
  ];
}

/** @param {number} index @returns {Node[]} */
function calibration(index) {
  const known = Object.entries(settings[index].calibration || {});
  if (known.length === 0) return [];
  const pair =
      (/** @type {?number} */ before, /** @type {?number} */ after, /** @type {string} */ unit) =>
          ({text: `${format(before, unit)} → ${format(after, unit)}`, value: after});
  const rows = known.map(([suite, after]) => {
    const before = data.baseline[suite] || {};
    return {
      setting: null,
      cells: [
        textCell(suite), pair(before.confidence, after.confidence, 'percent'),
        pair(before.top1, after.top1, 'percent'), pair(before.ece, after.ece, 'percent'),
        pair(before.ece_calibrated, after.ece_calibrated, 'percent'),
        pair(before.ece_calibrated_p95, after.ece_calibrated_p95, 'percent'),
        pair(before.brier, after.brier, 'nats')
      ]
    };
  });
  return [
    element('h3', {}, 'Calibration, before and after'),
    soft(
        'A classifier is calibrated where it is right as often as it is confident. ECE is the ' +
        'mean gap between the two, in points; Brier\'s score is the mean squared difference ' +
        'between the confidence in the prediction and whether it is right. Lower is better in ' +
        'both. A perfectly calibrated model has an ECE above 0 by chance: beside it stands what ' +
        'such a model shows on average, and what it exceeds in one sample of twenty. An ECE ' +
        'below that is no sign of miscalibration.'),
    table(
        'Calibration of each suite, baseline → remediated',
        [
          textHead('suite'), numberHead('confidence, %'), numberHead('right (top-1), %'),
          numberHead('ECE, points'), numberHead('ECE if calibrated'), numberHead('95 % below'),
          numberHead('Brier')
        ],
        rows),
    ...reliabilityDiagrams(index)
  ];
}
