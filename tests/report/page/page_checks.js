// What tests/report/page/page_browser_test.py asks of the page about people who do not see it as
// drawn.
// Each function gives a list of what is wrong.

// The contrast of every text with what is behind it, as WCAG 2.1 defines it; texts below 4.5.
function lowContrast() {
  const luminance = (colour) => {
    const [r, g, b] = colour.map((v) => v / 255)
                          .map((v) => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const parse = (text) => {
    const n = text.match(/[\d.]+/g).map(Number);
    return n.length === 3 ? [...n, 1] : n;
  };
  const behind = (node) => {
    const layers = [];
    let colour = [255, 255, 255];
    for (let at = node; at; at = at.parentElement) {
      const own = parse(getComputedStyle(at).backgroundColor);
      if (own[3] === 1) { colour = own.slice(0, 3); break; }
      layers.push(own);
    }
    for (const layer of layers.reverse())
      colour = colour.map((v, i) => v * (1 - layer[3]) + layer[i] * layer[3]);
    return colour;
  };
  const bad = [];
  for (const node of document.querySelectorAll('body *')) {
    if (['SCRIPT', 'NOSCRIPT', 'CANVAS'].includes(node.tagName) ||
        node.closest('[aria-hidden="true"]'))
      continue;
    if (![...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim()))
      continue;
    const [a, b] = [luminance(parse(getComputedStyle(node).color)), luminance(behind(node))].sort(
        (x, y) => y - x);
    if ((a + .05) / (b + .05) < 4.5)
      bad.push(
          `${node.tagName} ${node.textContent.slice(0, 30)} ${((a + .05) / (b + .05)).toFixed(2)}`);
  }
  return bad;
}

// Every control, picture and table has a name, headings skip no level, ids and what refers to them
// agree.
function badStructure() {
  const bad = [];
  const text = (node) => (node.textContent || '').trim();
  const named = (node) => node.getAttribute('aria-label') || text(node) ||
      (node.labels && node.labels.length && text(node.labels[0]));
  const each = (what, test, complaint) => document.querySelectorAll(what).forEach((node) => {
    if (!test(node)) bad.push(`${complaint}: ${node.outerHTML.slice(0, 80)}`);
  });
  each('button, summary, a[href]', named, 'control without a name');
  // A select's own text is its options, which are no name.
  each(
      'input, select',
      (node) => node.getAttribute('aria-label') || (node.labels.length && text(node.labels[0])),
      'field without a label');
  each('optgroup', (node) => node.label, 'group without a label');
  each('table', (node) => node.caption && text(node.caption), 'table without a caption');
  each('th', (node) => ['col', 'row'].includes(node.scope), 'th without scope');
  each('td, th', (node) => node.closest('tr').querySelector('th'), 'row without a head');
  each(
      'canvas, [role="img"], [role="region"], nav', (node) => node.getAttribute('aria-label'),
      'part without a label');
  each('img', (node) => node.getAttribute('alt'), 'picture without alt');
  each('[tabindex]', (node) => node.tabIndex <= 0, 'tabindex that changes the order');
  each(
      'ul, ol', (node) => [...node.children].every((child) => child.tagName === 'LI'),
      'list that holds something else');
  each(
      '[aria-labelledby]', (node) => document.getElementById(node.getAttribute('aria-labelledby')),
      'labelled by nothing');
  each(
      'a[href^="#"]', (node) => document.getElementById(node.getAttribute('href').slice(1)),
      'link to nowhere');
  // What scrolls must be reachable by keyboard.
  each('.scroll, pre', (node) => node.tabIndex === 0, 'scrolls, but not by keyboard');
  let level = 0;
  for (const node of document.querySelectorAll('h1, h2, h3, h4')) {
    const own = Number(node.tagName[1]);
    if (own > level + 1) bad.push('heading skips a level: ' + node.textContent);
    level = own;
  }
  if (document.querySelectorAll('h1').length !== 1) bad.push('not one h1');
  if (document.querySelectorAll('main').length !== 1) bad.push('not one main');
  const ids = [...document.querySelectorAll('[id]')].map((node) => node.id);
  for (const id of ids.filter((one, i) => ids.indexOf(one) !== i))
    bad.push('id stands twice: ' + id);
  if (!document.documentElement.lang) bad.push('no lang');
  return bad;
}
