// @ts-check
// What each setting has learned, by the rule that the report states.
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
  const first = bestSettings();
  section('learned').append(
      learnedTable(
          'What the best setting of each remediation learned, with 95 % intervals of what shows it',
          first),
      soft('The rule. ' + learned.rule));
  if (settings.length > first.length) {
    section('learned').append(folded(
        `The same for all ${settings.length} settings`,
        () => [learnedTable(
            'What every setting learned, with 95 % intervals of what shows it',
            settings.map((_, i) => i))]));
  }
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
    return {setting: index, cells: [settingCell(index), learnedCell(entry.verdict),
      ...roles.map((role) => {
        const seen = entry.evidence && entry.evidence[role];
        if (!seen) return {text: '–', value: null};
        return {
          text: percent(seen.low) === percent(seen.high) ?
              percent(seen.low) :
              `${percent(seen.low)} to ${percent(seen.high)}`,
          value: seen.low,
          range: seen.before === null ? '' : `before ${percent(seen.before)}`
        };
      }), textCell(entry.reason)]};
  });
  return table(
      caption,
      [
        textHead('setting'), textHead('it learned'),
        ...roles.map((role) => numberHead(names[role])),
        {title: 'because', number: false, wide: true}
      ],
      rows);
}
