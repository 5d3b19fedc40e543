// @ts-check
// The best of each remediation, what the same fix costs with each, and every setting.
'use strict';

/** What stands in a row for a remediation without an eligible setting.
 * @param {any} entry */
function outcomeText(entry) {
  if (entry.outcome === 'not_reached')
    return entry.planned === undefined ? 'not met' : `${entry.reached} of ${entry.planned}`;
  return {
    no_result: 'no result',
    not_judged: 'no stop rule',
    partly_reached: 'in part'
  }[String(entry.outcome)] ||
      words(String(entry.outcome));
}

/** @param {any} entry of "best" or of "equal_fix" */
function entryName(entry) {
  return (severalRuns ? entry.run + ', ' : '') + entry.label +
      (entry.stopped_on_reported_suite ? ' ' + DAGGER : '');
}

function drawBest() {
  const rows = best.map((entry) => entry.setting !== null ? headlineRow(entry.setting) : {
    setting: null,
    cells: [
      textCell(entryName(entry)), {text: '–', value: null}, {text: outcomeText(entry), value: -1},
      ...headline.slice(3).map(() => ({text: '–', value: null}))
    ]
  });
  section('best').append(
      soft(
          'Of each remediation\'s settings, those that met the stop criterion in every ' +
          'planned trial are eligible; the one that retains most is shown. ' +
          'Not met ranks last. The best of many settings looks a little better than it is.'),
      table('The best setting of each remediation, best first', headline, rows));
}

function drawEqualFix() {
  const equal = data.equal_fix;
  if (!equal || equal.rows.length === 0 || equal.columns.length === 0) return drop('equal-fix');
  const rows = equal.rows.map(
      (/** @type {any} */ row) => ({
        setting: null,
        cells: [
          textCell(entryName(row)), {
            text: row.eligible > 0 ? `${row.eligible} of ${row.of_settings}` : outcomeText(row),
            value: row.eligible
          },
          ...equal.columns.map((/** @type {any} */ column) => {
            const figure = row.figures[column.metric];
            if (!figure || figure.setting === null)
              return {
                text: '–',
                value: null,
                range: figure && figure.rank !== null ? `rank ${figure.rank}` : ''
              };
            return {
              text: format(figure.value, column.unit),
              value: figure.value,
              range: [`rank ${figure.rank}`, ...details(settings[figure.setting])].join(', ')
            };
          })
        ]
      }));
  section('equal-fix')
      .append(
          soft(
              'Every setting counted here met the stop criterion in ' +
              `every trial. What that cost on ${equal.suites.join(', ')}: ` +
              'for each figure the setting of the remediation that is best in it, with its rank ' +
              'among the remediations. A remediation that never got there ranks last.'),
          table(
              'Cost at equal fix',
              [
                textHead('remediation'), numberHead('settings that met it'),
                ...equal.columns.map(
                    (/** @type {any} */ column) =>
                        numberHead(`${column.title} (${column.better} is better)`, column.better))
              ],
              rows));
}

function drawComparison() {
  const place = section('comparison');
  const filter = /** @type {HTMLInputElement} */ (
      element('input', {type: 'search', id: 'filter', autocomplete: 'off'}));
  const only =
      /** @type {HTMLInputElement} */ (element('input', {type: 'checkbox', id: 'only-reached'}));
  const count = element('span', {class: 'soft', id: 'filtered', role: 'status'});
  const all = table(
      'Every setting: mean over draws, below it the 95 % interval, for further draws and images; ' +
      'with one draw for that draw',
      headline, settings.map((_, i) => headlineRow(i)));
  const apply = () => {
    const sought = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    for (const row of /** @type {NodeListOf<HTMLElement>} */ (all.querySelectorAll('tbody tr'))) {
      const setting = settings[Number(row.dataset.setting)];
      const name = fullName(setting).toLowerCase();
      row.hidden = !sought.every((word) => name.includes(word)) ||
          (only.checked && setting.trials.reached < setting.trials.planned);
      left += row.hidden ? 0 : 1;
    }
    count.textContent = `${left} of ${settings.length} settings`;
  };
  filter.addEventListener('input', apply);
  only.addEventListener('change', apply);
  const tools = [
    element('label', {for: 'filter'}, 'Filter '), filter,
    element('label', {for: 'only-reached'}, only, ' stop criterion met in every trial'), count
  ];
  place.append(element('div', {class: 'tools'}, ...tools), all);
  apply();
}
