// @ts-check
// Tables that sort by each of their columns.
'use strict';

/** @param {string} title @returns {Head} */
const textHead = (title) => ({title, number: false});
/** @param {string} title @returns {Head} */
const numberHead = (title) => ({title, number: true});

/**
 * @param {string} caption @param {Head[]} heads @param {{setting: ?number, cells: Cell[]}[]} rows
 */
function table(caption, heads, rows) {
  const body = element('tbody');
  const drawn = rows.map((row) => ({line: tableRow(heads, row), row}));
  body.append(...drawn.map((entry) => entry.line));
  const headRow = element('tr');
  heads.forEach((head, i) => {
    const button = element('button', {type: 'button'}, head.title);
    const th = element(
        'th', {scope: 'col', class: head.number ? 'number' : null, 'aria-sort': 'none'}, button);
    button.addEventListener('click', () => {
      // Numbers begin with the highest, texts with the first.
      const falling = th.getAttribute('aria-sort') === 'none' ?
          head.number :
          th.getAttribute('aria-sort') === 'ascending';
      for (const other of headRow.children) other.setAttribute('aria-sort', 'none');
      th.setAttribute('aria-sort', falling ? 'descending' : 'ascending');
      const order = [...drawn].sort((a, b) => {
        const [x, y] = [a.row.cells[i].value, b.row.cells[i].value];
        if (x === null || y === null)
          return (x === null ? 1 : 0) - (y === null ? 1 : 0);  // unknown is last
        return (falling ? -1 : 1) *
            (typeof x === 'number' ? x - y :
                                     String(x).localeCompare(String(y), 'en', {numeric: true}));
      });
      body.append(...order.map((entry) => entry.line));
      say(`sorted by ${head.title}, ${th.getAttribute('aria-sort')}`);
    });
    headRow.append(th);
  });
  return scrolled(
      caption,
      element('table', {}, element('caption', {}, caption), element('thead', {}, headRow), body));
}

/** @param {Head[]} heads @param {{setting: ?number, cells: Cell[]}} row */
function tableRow(heads, row) {
  const line = element('tr', {'data-setting': row.setting});
  row.cells.forEach((entry, i) => {
    const attributes = i === 0 ?
        {scope: 'row'} :
        {class: heads[i].number ? 'number' :
             heads[i].wide      ? 'wide' :
                                  null};
    const made = element(i === 0 ? 'th' : 'td', attributes, entry.node || entry.text);
    if (entry.range) made.append(element('small', {}, entry.range));
    line.append(made);
  });
  return line;
}

/** A box that scrolls sideways, by keyboard too.
 * @param {string} name @param {HTMLElement} content */
function scrolled(name, content) {
  return element(
      'div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': name}, content);
}

/** @param {Counts} counts @returns {Cell} */
function reachedCell(counts) {
  const value = counts.planned === 0 ? null : counts.reached / counts.planned;
  if (counts.reached + counts.not_reached === 0)
    return {text: counts.with_result > 0 ? '–' : 'no result', value: null};
  return {text: `${counts.reached} of ${counts.planned}`, value};
}

/** Over how many draws a setting's figures are.
 * @param {Setting} setting @returns {Cell} */
function drawsCell(setting) {
  if (setting.over === 'draws') return numberCell(setting.draws, 'count');
  return setting.over === 'seeds' ? {text: `${setting.seeds} (seeds)`, value: setting.seeds} :
                                    {text: '–', value: null};
}

/** Head and cells of what a row is about, and its headline figures.
 * @type {Head[]} */
const headline = [
  textHead('setting'), numberHead('draws'), numberHead('stop criterion met'), numberHead('steps'),
  ...columns.map((column) => numberHead(column.title))
];
/** @param {number} index */
function headlineRow(index) {
  const setting = settings[index];
  return {
    setting: index,
    cells: [
      settingCell(index), drawsCell(setting), reachedCell(setting.trials),
      cell(setting.steps, 'count', 0),
      ...columns.map((column, i) => cell(setting.figures[i], column.unit, setting.trials.planned))
    ]
  };
}
