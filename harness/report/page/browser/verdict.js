// @ts-check
// Which to use, what it breaks, and how sure that is.
'use strict';

function drawCounts() {
  const counts = /** @type {Object<string, number>} */ ({});
  for (const run of data.runs) {
    for (const [status, count] of Object.entries(run.trials))
      counts[status] = (counts[status] || 0) + Number(count);
  }
  const parts = Object.entries(counts)
                    .filter(([status, count]) => status !== 'planned' && count > 0)
                    .map(([status, count]) => `${count} ${words(status)}`);
  const targets = [...new Set(
      data.runs.map((/** @type {any} */ run) => run.comparable.target).filter(Boolean))];
  const methods = new Set(settings.map((setting) => setting.remediation)).size;
  const listed = methods === labels.length ? '' : ` under ${labels.length} labels`;
  section('counts').textContent =
      `${methods} remediations${listed} in ${settings.length} settings; ` +
      `${counts.planned} trials: ` +
      `${parts.join(', ')}.` + (targets.length ? ` Target: ${targets.join('; ')}.` : '');
}

function drawVerdict() {
  const place = section('verdict');
  const verdict = data.verdict;
  const index = verdict ? verdict.setting : null;
  const card = element('div', {class: 'verdict', 'data-setting': index});
  card.append(element('p', {class: 'name'}, verdict ? verdict.headline : 'Nothing can be judged.'));
  // Where nothing is named, the list below says the same of every remediation.
  const listed = index === null && decision.misses.length > 0;
  for (const sentence of verdict && !listed ? verdict.brief : [])
    card.append(element('p', {}, sentence));
  if (index !== null && settings[index].published)
    card.append(soft(`${DAGGER} published protocol: stopped on a reported suite.`));
  const first = element('div', {class: 'first'}, element('div', {}, card, ...missesOf()));
  if (decision.rows.length)
    first.append(element('div', {id: 'decision'}, ...matrix()));
  place.append(first);
  if (data.flags.length) {
    const list = element('ul');
    for (const flag of data.flags)
      list.append(
          element('li', {}, (severalRuns && flag.run ? flag.run + ': ' : '') + flag.message));
    place.append(element(
        'div', {class: 'note', role: 'note'}, element('strong', {}, 'Before you believe a number'),
        list));
  }
  if (index !== null && verdict.use)
    place.append(folded('Why this one: the rule, step by step', () => [soft(verdict.use)]));
}

/** Every eligible setting: may it be the best, and what does it harm?
 * @param {any} set @param {?number} named @returns {Node[]} */
function setTable(set, named) {
  const measures = /** @type {string[]} */ (set.measures);
  const unit = (/** @type {string} */ name) => name === 'negative flips' ? 'count' : 'percent';
  const ends = (/** @type {number[]} */ [low, high]) =>
      `[${format(100 * low, 'points')}, ${format(100 * high, 'points')}]`;
  const rows = set.settings.map((/** @type {any} */ row) => ({setting: row.setting, cells: [
    settingCell(row.setting), textCell(row.in_set ? 'yes' : 'no'),
    {text: ends(row.to_best), value: row.to_best[1]},
    ...measures.map((name, i) => numberCell(row.figures[i], unit(name))),
    textCell(row.setting === named ? 'named' : !row.in_set ? '' : row.worse_in === null ?
        'as good' : `worse in ${row.worse_in}`)]}));
  return [soft('With 95 % confidence the setting that is best is among those that may be ' +
    '(Hsu\'s multiple comparisons with the best, over all eligible settings' +
    (set.other_draws ? ', draws and images' : '; for the draws that were made') + '). As good ' +
    'are those that are not significantly worse in any harm either; the one that is named has ' +
    'the least by the means.'),
  table(`By ${set.measure}`,
    [textHead('setting'), textHead('may be the best'), textHead('less the best other, points'),
      ...measures.map((name) => numberHead(name === 'negative flips' ? name : `${name}, %`)),
      textHead('harm')], rows)];
}

/** @param {any} verdict @returns {Node[]} */
function rivalTable(verdict) {
  const told = /** @type {Object<string, string>} */ ({
    draws: 'yes, over draws and images', images: 'yes, on these draws', no: 'no'});
  const points = (/** @type {?number} */ value) =>
    value === null || value === undefined ? null : 100 * value;
  const interval = (/** @type {?number[]} */ ends) => ends ?
    `[${format(points(ends[0]), 'points')}, ${format(points(ends[1]), 'points')}]` : '';
  const before = (/** @type {?number} */ p) => p === null ? '' : `uncorrected ${format(p, 'p')}`;
  const rows = verdict.rivals.map((/** @type {any} */ rival) => ({setting: rival.setting, cells: [
    rival.setting === null ? textCell(rival.label) : settingCell(rival.setting),
    numberCell(rival.value, 'percent'),
    numberCell(points(rival.difference), 'points', interval(rival.interval)),
    numberCell(rival.shared_draws, 'count'),
    numberCell(rival.p_draws_holm, 'p', before(rival.p_draws)),
    numberCell(rival.p_images_holm, 'p', before(rival.p_images)),
    textCell(told[rival.told] || rival.told)]}));
  return [soft('The difference is the other\'s minus that of the one that is named, with its 95 ' +
    '% interval over draws and images where there are enough draws. p is for all settings of the ' +
    'other together, corrected for all pairs (Bonferroni): over draws and images, and on these ' +
    'draws by the images alone, which also needs the same sign in every draw.'),
  table(`Compared by ${words(String(verdict.chosen_by || 'retention'))}`,
    [textHead('setting'), numberHead('%'), numberHead('difference, points'),
      numberHead('shared draws'), numberHead('p'), numberHead('p on these draws'),
      textHead('significantly worse')], rows)];
}
