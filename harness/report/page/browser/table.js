// @ts-check
// Tables that sort by each of their columns, show the columns that one wants, and can be copied.
'use strict';

/** @param {string} title @returns {Head} */
const textHead = (title) => ({title, number: false});
/**
 * @param {string} title @param {'higher'|'lower'} [better] @param {string} [tip] @returns {Head}
 */
const numberHead = (title, better, tip) => ({title, number: true, better, tip});

/**
 * @param {string} caption @param {Head[]} heads @param {Row[]} rows
 * @param {{foot?: string[]}} more its last row
 */
function table(caption, heads, rows, more = {}) {
  const body = element('tbody');
  const drawn = rows.map((row) => ({line: tableRow(heads, row), row}));
  body.append(...drawn.map((entry) => entry.line));
  const headRow = element('tr');
  heads.forEach((head, i) => {
    const button = element('button', {type: 'button', title: head.tip || null}, head.title);
    const th = element(
        'th', {scope: 'col', class: head.number ? 'number' : null, 'aria-sort': 'none'}, button);
    if (head.note) th.append(element('small', {}, head.note));
    button.addEventListener('click', () => {
      const falling = th.getAttribute('aria-sort') === 'none' ?
          firstFalls(head) :
          th.getAttribute('aria-sort') === 'ascending';
      for (const other of headRow.children) other.setAttribute('aria-sort', 'none');
      th.setAttribute('aria-sort', falling ? 'descending' : 'ascending');
      body.append(...ordered(drawn, i, falling).map((entry) => entry.line));
      say(`sorted by ${head.title}, ${th.getAttribute('aria-sort')}`);
    });
    headRow.append(th);
  });
  const made =
      element('table', {}, element('caption', {}, caption), element('thead', {}, headRow), body);
  heads.forEach((head, i) => showColumn(made, i, !head.off));
  if (more.foot)
    made.append(element(
        'tfoot', {},
        element(
            'tr', {},
            ...more.foot.map(
                (text, i) => element(
                    i === 0 ? 'th' : 'td', i === 0 ? {scope: 'row'} : {class: 'number'}, text)))));
  return element(
      'div', {class: 'tabled'}, scrolled(caption, made), tableWays(made, caption, heads));
}

/**
 * The best stands first on the first press; texts begin with the first letter.
 * @param {Head} head
 */
const firstFalls = (head) => head.better ? head.better === 'higher' : head.number;

/**
 * What is not known is last.
 * @param {{line: HTMLElement, row: Row}[]} drawn @param {number} i @param {boolean} falling
 */
function ordered(drawn, i, falling) {
  return [...drawn].sort((a, b) => {
    const [x, y] = [a.row.cells[i].value, b.row.cells[i].value];
    if (x === null || y === null) return (x === null ? 1 : 0) - (y === null ? 1 : 0);
    return (falling ? -1 : 1) *
        (typeof x === 'number' ? x - y : String(x).localeCompare(String(y), 'en', {numeric: true}));
  });
}

/** @param {Head[]} heads @param {Row} row */
function tableRow(heads, row) {
  const line = element('tr', {'data-setting': row.setting, class: row.kind || null});
  row.cells.forEach((entry, i) => {
    const attributes = i === 0 ?
        {scope: 'row'} :
        {class: heads[i].number ? 'number' :
             heads[i].wide      ? 'wide' :
                                  null,
         title: entry.title};
    const made = element(i === 0 ? 'th' : 'td', attributes, entry.node || entry.text);
    if (entry.range) made.append(element('small', {}, entry.range));
    line.append(made);
  });
  return line;
}

/**
 * Copies of a table for elsewhere, and a choice of its columns.
 * @param {HTMLElement} made @param {string} caption @param {Head[]} heads
 */
function tableWays(made, caption, heads) {
  const ways = element('div', {class: 'ways'}, 'Copy as ');
  for (const [kind, write] of Object.entries(WRITERS)) {
    const button = element(
        'button', {type: 'button', 'aria-label': `Copy the table ${caption} as ${kind}`}, kind);
    button.addEventListener('click', () => copyText(write(shownCells(made), caption), kind));
    ways.append(button, ' ');
  }
  if (heads.length > 5) ways.append(columnChoice(made, caption, heads));
  return ways;
}

/** @param {HTMLElement} made @param {string} caption @param {Head[]} heads */
function columnChoice(made, caption, heads) {
  const boxes = heads.slice(1).map((head, i) => {
    const box = /** @type {HTMLInputElement} */ (element('input', {type: 'checkbox'}));
    box.checked = !head.off;
    box.addEventListener('change', () => showColumn(made, i + 1, box.checked));
    return element('label', {}, box, ' ' + head.title);
  });
  return element(
      'details', {class: 'columns'},
      element('summary', {'aria-label': `Columns of ${caption}`}, 'Columns'),
      element('div', {class: 'boxes'}, ...boxes));
}

/** @param {HTMLElement} made @param {number} i @param {boolean} shown */
function showColumn(made, i, shown) {
  for (const row of made.querySelectorAll('tr')) {
    const cell = /** @type {?HTMLElement} */ (row.children[i] || null);
    if (cell) cell.hidden = !shown;
  }
}

/**
 * The texts of what is shown, head first; what stands small beside a number follows it.
 * @param {HTMLElement} made @returns {string[][]}
 */
function shownCells(made) {
  const rows = /** @type {HTMLElement[]} */ ([...made.querySelectorAll('thead tr, tbody tr')]);
  return rows.filter((row) => !row.hidden)
      .map(
          (row) => /** @type {HTMLElement[]} */ ([...row.children])
                       .filter((cell) => !cell.hidden)
                       .map(
                           (cell) => [...cell.childNodes]
                                         .map((node) => (node.textContent || '').trim())
                                         .filter(Boolean)
                                         .join(' ')));
}

/** @param {string} text */
const latexText = (text) =>
    text.replace(/[\\{}$&#_%~^<>]/g, (c) => ({
                                       '\\': '\\textbackslash{}',
                                       '~': '\\textasciitilde{}',
                                       '^': '\\textasciicircum{}',
                                       '<': '\\textless{}',
                                       '>': '\\textgreater{}'
                                     }[c] || '\\' + c))
        .replace(/–/g, '--')
        .replace(/†/g, '\\dag{}')
        .replace(/[↑↓]/g, (c) => c === '↑' ? '$\\uparrow$' : '$\\downarrow$')
        .replace(/→/g, '$\\rightarrow$');

/**
 * How tables are written elsewhere.
 * @type {Object<string, (cells: string[][], caption: string) => string>}
 */
const WRITERS = {
  CSV: (cells) =>
      cells
          .map(
              (row) =>
                  row.map((text) => /[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text)
                      .join(','))
          .join('\n') +
      '\n',
  Markdown: ([
    head, ...rows
  ]) => [head, head.map((_, i) => i === 0 ? '---' : '---:'), ...rows]
            .map((row) => `| ${row.map((text) => text.replace(/\|/g, '\\|')).join(' | ')} |`)
            .join('\n') +
      '\n',
  LaTeX: ([head, ...rows], caption) => {
    const line = (/** @type {string[]} */ row) => row.map(latexText).join(' & ') + ' \\\\';
    return [
      '% Needs \\usepackage{booktabs,graphicx}.', '\\begin{table}', '\\centering',
      `\\caption{${latexText(caption)}}`, '\\resizebox{\\linewidth}{!}{%',
      `\\begin{tabular}{l${'r'.repeat(head.length - 1)}}`, '\\toprule', line(head), '\\midrule',
      ...rows.map(line), '\\bottomrule', '\\end{tabular}}', '\\end{table}', ''
    ].join('\n');
  }
};

/** @param {string} text @param {string} what was copied, for whoever listens */
function copyText(text, what) {
  const done = () => say(`copied ${what}`);
  const byHand = () => {
    const area = /** @type {HTMLTextAreaElement} */ (
        element('textarea', {class: 'visually-hidden', 'aria-hidden': 'true'}));
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
    done();
  };
  lastCopied = text;
  if (!navigator.clipboard) return byHand();
  navigator.clipboard.writeText(text).then(done, byHand);
}
/** What was copied last. */
let lastCopied = '';

/**
 * A box that scrolls sideways, by keyboard too.
 * @param {string} name @param {HTMLElement} content
 */
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

/**
 * Over how many draws a setting's figures are.
 * @param {Setting} setting @returns {Cell}
 */
function drawsCell(setting) {
  if (setting.over === 'draws') return numberCell(setting.draws, 'count');
  return setting.over === 'seeds' ? {text: `${setting.seeds} (seeds)`, value: setting.seeds} :
                                    {text: '–', value: null};
}

/** Records of earlier versions say nothing of it. */
const tellsSupervision = settings.some((setting) => setting.supervision !== '');

/**
 * Head and cells of what a row is about, and its headline figures.
 * @type {Head[]}
 */
const headline = [
  textHead('setting'), numberHead('draws', 'higher', 'Independent choices of the anchors.'),
  numberHead(
      'stop criterion met', 'higher',
      'Trials whose accuracy on the stop set rose above the threshold, of those planned.'),
  numberHead('steps', 'lower', tipOf(MEANINGS.steps)), ...columns.map(columnHead),
  ...(tellsSupervision ? [{
    title: 'supervision',
    number: false,
    off: true,
    tip: 'What somebody had to find or to mark for it, and for what it starts from.'
  }] :
                         [])
];
/** @param {number} index @returns {Row} */
function headlineRow(index) {
  const setting = settings[index];
  return {
    setting: index,
    cells: [
      settingCell(index), drawsCell(setting), reachedCell(setting.trials),
      cell(setting.steps, 'count', 0),
      ...columns.map((column, i) => cell(setting.figures[i], column.unit, setting.trials.planned)),
      ...(tellsSupervision ? [textCell(setting.supervision || '–')] : [])
    ]
  };
}
