// @ts-check
// Suite by suite, failures with their reasons, the exact study, provenance; then all is drawn.
'use strict';

/**
 * What each rule would choose, and the worst group of that.
 * @param {any} selection
 * @returns {HTMLElement[]}
 */
function rulesTable(selection) {
  const first = selection.choices[0];
  if (first.by_rule.length === 0) return [];
  const {suite, grouping} = first.outcomes[0];
  const on = selection.on;
  const cell = (/** @type {any} */ one) => {
    if (one.setting === null) return {text: '–', value: null};
    const name = fullName(settings[one.setting]);
    const values = name.includes(', ') ? ` (${name.slice(name.indexOf(', ') + 2)})` : '';
    return {text: format(one.worst, 'percent') + values, value: one.worst};
  };
  return [
    element('h4', {}, 'How the choice depends on the rule'),
    soft(
        `The worst group of ${grouping} on ${suite}, %, of the setting that each rule would ` +
        `choose. The worst group of ${on} needs its group labels, the mean none; the verdict ` +
        `goes by the stop criterion and what is retained; the oracle looks at ${suite} itself, ` +
        `which nobody may: it is the most that choosing could give.`),
    table(
        'How the choice depends on the rule',
        [
          textHead('remediation'), numberHead(`worst group of ${on}`),
          numberHead(`mean over images of ${on}`), numberHead('the verdict’s rule'),
          numberHead(`oracle: worst group of ${suite}`)
        ],
        selection.choices.map(
            (/** @type {any} */ choice) => ({
              setting: choice.setting,
              cells: [{text: choice.label, value: choice.label}, ...choice.by_rule.map(cell)]
            })))
  ];
}

/**
 * The settings that the study's rule chooses by their groups.
 * @returns {HTMLElement[]}
 */
function selectionTable() {
  const selection = data.selection;
  if (!selection) return [];
  const byMean = selection.rule === 'mean';
  const rule = byMean ? 'mean' : 'worst group';
  const figure = byMean ? 'mean over images' : 'worst group';
  const share = (/** @type {?number} */ value) => ({text: format(value, 'percent'), value});
  const titles = selection.choices[0].outcomes.flatMap(
      (/** @type {any} */ outcome) =>
          [`${outcome.suite}: worst group (${format(outcome.worst_before, 'percent')} before), %`,
           `${outcome.group} (${format(outcome.group_before, 'percent')} before), %`, 'p',
           `${outcome.suite}: mean over images, %`]);
  return [
    element('h3', {}, `Chosen by the ${rule} of ${selection.on}`),
    soft(
        `Of each remediation the setting whose ${figure} of ${selection.grouping} is the best ` +
        `on ${selection.on}, as the study's rule has it; whether a setting met the stop ` +
        `criterion does not matter here. p is for a rise of the group that was the baseline's ` +
        `worst, on its images (McNemar's exact test, one-sided, the largest of the trials; Holm ` +
        `over the remediations).`),
    table(
        `Chosen by the ${rule} of ${selection.on}`,
        [
          textHead('setting'), numberHead('of settings'),
          numberHead(`${selection.on}: ${figure}, %`),
          ...titles.map((/** @type {string} */ title) => numberHead(title))
        ],
        selection.choices.map(
            (/** @type {any} */ choice) => ({
              setting: choice.setting,
              cells: [
                settingCell(choice.setting), {text: String(choice.of), value: choice.of},
                share(choice.chosen_by),
                ...choice.outcomes.flatMap(
                    (/** @type {any} */ outcome) =>
                        [share(outcome.worst), share(outcome.group_after),
                         {text: format(outcome.p_holm, 'p'), value: outcome.p_holm},
                         share(outcome.mean_over_images)])
              ]
            }))),
    ...rulesTable(selection)
  ];
}

function drawSuites() {
  section('suites').append(...selectionTable());
  suites.forEach((suite, at) => {
    const base = data.baseline[suite.name];
    const one = (100 / suite.images).toFixed(1);
    const facts = `Role: ${suite.role}; ${suite.images} images. ` +
        `Baseline: top-1 ${format(base.top1, 'percent')} %, ` +
        `top-5 ${format(base.top5, 'percent')} %.` +
        (suite.intervals && suite.images ?
             ` One image is ${one} points: a difference of a few images is no evidence.` :
             '');
    section('suites').append(folded(
        suite.name,
        () =>
            [soft(facts),
             table(
                 suite.name, [textHead('setting'), ...suite.columns.map(columnHead)],
                 settings.map(
                     (setting, i) => ({
                       setting: i,
                       cells: [
                         settingCell(i),
                         ...suite.columns.map(
                             (column, k) =>
                                 cell(setting.suites[at][k], column.unit, setting.trials.planned))
                       ]
                     }))),
             ...groupTables(suite, at)]));
  });
}

/**
 * What became of the groups of a suite: first what sums them up, then each.
 * @param {Suite} suite @param {number} at @returns {HTMLElement[]}
 */
function groupTables(suite, at) {
  return (suite.groupings || []).flatMap((grouping, of) => {
    const drawn =
        (/** @type {string} */ caption, /** @type {string[]} */ titles,
         /** @type {number} */ part) =>
            table(
                caption, [textHead('setting'), ...titles.map((title) => numberHead(title))],
                settings.flatMap((setting, i) => {
                  const figures = setting.groups && setting.groups[at][of];
                  if (!figures) return [];
                  return [{
                    setting: i,
                    cells: [
                      settingCell(i),
                      ...figures[part].map(
                          (spread) => cell(spread, 'percent', setting.trials.planned))
                    ]
                  }];
                }));
    return [
      element('h4', {}, `Groups: ${grouping.name}`), soft(grouping.text),
      drawn(`Groups of ${suite.name} by ${grouping.name}, summed up`, grouping.summary, 0),
      drawn(`Right in each group of ${suite.name} after, %`, grouping.groups, 1)
    ];
  });
}

function drawFailures() {
  const rows =
      trials.filter((trial) => trial.status !== 'completed')
          .map(
              (trial) => ({
                setting: trial.setting,
                cells: [
                  settingCell(trial.setting), {text: valueText(trial.draw), value: trial.draw},
                  {text: valueText(trial.seed), value: trial.seed}, textCell(words(trial.status)),
                  textCell(trial.reason || (trial.status === 'missing' ? 'it was not run yet' : ''))
                ]
              }));
  if (rows.length === 0) {
    section('failures').append(element('p', {}, 'None.'));
    return;
  }
  section('failures')
      .append(table(
          'Trials that did not complete, with the reason',
          [
            textHead('setting'), textHead('draw'), textHead('seed'), textHead('status'),
            {title: 'reason', number: false, wide: true}
          ],
          rows));
}

function drawProvenance() {
  const place = section('provenance');
  data.runs.forEach((/** @type {any} */ run, /** @type {number} */ i) => {
    const list = element('dl');
    const add = (/** @type {string} */ name, /** @type {any} */ value) => list.append(
        element('dt', {}, name),
        element('dd', {}, Array.isArray(value) ? value.join('; ') : String(value)));
    const made = data.made[i];
    for (const [name, value] of Object.entries(made)) {
      if (value) add({cpu: 'CPU', commit: 'commit of Remedy'}[name] || name, value);
    }
    for (const [name, value] of Object.entries(run.comparable)) {
      if (value === null) continue;
      if (typeof value === 'object')
        Object.entries(value).forEach(([suite, hash]) => add(`suite ${suite}`, hash));
      else
        add(name, value);
    }
    for (const [name, value] of Object.entries(run.provenance)) add(name, value);
    for (const [name, value] of Object.entries(run.plugins)) add(`plugin ${name}`, value);
    place.append(element('h3', {}, `${run.name}, a run of study ${run.study}`), list);
    if (data.studies[i])
      place.append(element(
          'details', {}, element('summary', {}, 'The exact study'),
          element('pre', {tabindex: 0}, data.studies[i])));
  });
  place.append(...timings(), ...citeThis());
}

/**
 * What to write where this report is used.
 * @returns {Node[]}
 */
function citeThis() {
  const run = data.runs[0];
  const year = (data.made[0].finished || data.made[0].started || '').slice(0, 4);
  const key = run.study.replace(/[^A-Za-z0-9]+/g, '-');
  const own = [
    `@misc{remedy-${key},`, `  title = {Remedy: the study ${run.study}},`,
    ...(year ? [`  year = {${year}},`] : []),
    `  note = {Remedy ${(run.provenance.harness || ['']).join(', ')}; baseline ` +
        `${run.comparable.baseline || 'unknown'}}`,
    '}', ''
  ].join('\n');
  const text = own + (data.citations || '');
  const copy = element('button', {type: 'button'}, 'Copy BibTeX');
  copy.addEventListener('click', () => copyText(text, 'BibTeX'));
  return [
    element('h3', {}, 'Cite this'),
    soft(
        'This report and the methods in it, as BibTeX; methods.bib beside this page has the ' +
        'methods. In Python: pandas.read_csv("results.csv") has every figure of every trial.'),
    element('div', {class: 'ways'}, copy),
    element('pre', {tabindex: 0, 'aria-label': 'BibTeX'}, text)
  ];
}

/**
 * What the settings of the matrix cost, in seconds.
 * @returns {Node[]}
 */
function timings() {
  const rows = decision.rows.flatMap((/** @type {any} */ row, /** @type {number} */ i) => {
    const cost = data.cost[i];
    if (cost.mean === null) return [];
    return [{
      setting: row.setting,
      cells: [
        settingCell(row.setting), numberCell(cost.mean, 'seconds'), {
          text: cost.draws.map((/** @type {number} */ value) => value.toFixed(1)).join(', '),
          value: cost.mean
        }
      ]
    }];
  });
  if (!rows.length) return [];
  return [
    element('h3', {}, 'Timings'),
    table(
        'Seconds that a trial took, evaluation left out',
        [textHead('setting'), numberHead('mean, s', 'lower'), numberHead('draws, s', 'lower')],
        rows)
  ];
}

/** A term each; within a meaning, what stands between ** is a term as well. */
function drawGlossary() {
  if (!data.glossary) return drop('glossary');
  const list = () => {
    const made = element('dl');
    for (const [term, meaning] of data.glossary) {
      const parts = String(meaning).trim().split('**');
      made.append(
          element('dt', {}, term),
          element('dd', {}, ...parts.map((part, i) => i % 2 ? element('b', {}, part) : part)));
    }
    return made;
  };
  section('glossary').append(folded('The terms of this page', () => [list()]));
}

/** Links to the sections that are there. */
function drawContents() {
  for (const heading of document.querySelectorAll('main h2')) {
    const at = /** @type {HTMLElement} */ (heading.parentElement);
    section('contents')
        .append(element(
            'li', {},
            element(
                'a', {href: '#' + at.id},
                heading.getAttribute('data-short') || heading.textContent || '')));
  }
}

drawCounts();
drawVerdict();
drawSure();
drawLearned();
drawBreaks();
drawFrontier();
drawBest();
drawEqualFix();
drawCloser();
drawComparison();
drawSweeps();
drawLines();
drawPredictability();
drawSuites();
drawFailures();
drawProvenance();
drawGlossary();
drawContents();
remark();
followLink();
