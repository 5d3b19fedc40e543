// @ts-check
// Drawing: elements of SVG, scales, and figures that follow the width of the page and can be saved.
'use strict';

const SVG = 'http://www.w3.org/2000/svg';

/** @param {string} name @param {Object<string, any>} attributes @param {...(Node|string)} children
 * @returns {SVGElement} */
function svg(name, attributes = {}, ...children) {
  const made = /** @type {SVGElement} */ (document.createElementNS(SVG, name));
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) made.setAttribute(key, String(value));
  }
  made.append(...children);
  return made;
}

/** Text of a drawing.
 * @param {number} x @param {number} y @param {string} text @param {Object<string, any>} more */
const written = (x, y, text, more = {}) =>
    svg('text', {x: x.toFixed(1), y: y.toFixed(1), ...more}, text);

/** @param {number} x1 @param {number} y1 @param {number} x2 @param {number} y2
 * @param {string} name of its class */
const stroke = (x1, y1, x2, y2, name) => svg('line', {
  x1: x1.toFixed(1),
  y1: y1.toFixed(1),
  x2: x2.toFixed(1),
  y2: y2.toFixed(1),
  class: name
});

/** Round numbers from `low` to `high`, about `count` of them.
 * @param {number} low @param {number} high @param {number} count */
function ticks(low, high, count) {
  if (!(high > low)) return [low];
  const rough = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough) || 10 * power;
  const found = [];
  for (let at = Math.ceil(low / step - 1e-9); at * step <= high + 1e-9 * step; ++at)
    found.push(Number((at * step).toPrecision(12)));
  return found;
}

/** A scale from values to places.
 * @param {number[]} domain @param {number[]} range @param {(value: number) => number} bend */
function scaleOf([low, high], [from, to], bend = (value) => value) {
  const [a, b] = [bend(low), bend(high)];
  return (/** @type {number} */ value) => from + (to - from) * (bend(value) - a) / (b - a || 1);
}

/** A drawing that is made anew when its width changes.
 * @param {(width: number) => SVGElement} draw @param {string} label
 * @param {string} file what a saved one is called */
function figureOf(draw, label, file) {
  const place = element('div', {class: 'drawing'});
  let width = 0;
  const redraw = () => {
    const drawn = draw(width || 900);
    drawn.setAttribute('role', 'img');
    drawn.setAttribute('aria-label', label);
    place.replaceChildren(drawn);
    remark();
  };
  const follow = () => {
    const now = Math.floor(place.clientWidth);
    if (now === 0 || now === width) return;
    width = now;
    redraw();
  };
  redraw();
  new ResizeObserver(follow).observe(place);
  redrawers.push((/** @type {?number} */ printed) => {
    width = printed || Math.floor(place.clientWidth) || width;
    redraw();
  });
  return element('figure', {class: 'chart'}, place, saveButtons(() => place.firstChild, file));
}
/** Draw anew at a width, or at what there is.
 * @type {((width: ?number) => void)[]} */
const redrawers = [];

/** @param {() => any} drawing @param {string} file */
const saveButtons = (drawing, file) => waysOut(file, {
  'SVG': () => download(`${file}.svg`, 'image/svg+xml', standalone(drawing())),
  'PNG': () => savePng(`${file}.png`, standalone(drawing()))
});

/** Of a plot on a canvas, which has pixels alone.
 * @param {any} canvas @param {string} file */
const savePlotButtons = (canvas, file) => waysOut(file, {
  'PNG': () => {
    const copy = document.createElement('canvas');
    [copy.width, copy.height] = [canvas.width, canvas.height];
    const context = /** @type {CanvasRenderingContext2D} */ (copy.getContext('2d'));
    context.fillStyle = style('--ground');
    context.fillRect(0, 0, copy.width, copy.height);
    context.drawImage(canvas, 0, 0);
    saveUrl(`${file}.png`, copy.toDataURL('image/png'));
  }
});

/** @param {string} file @param {Object<string, () => void>} ways */
function waysOut(file, ways) {
  const buttons = Object.entries(ways).map(([kind, save]) => {
    const made = element(
        'button', {type: 'button', 'aria-label': `Save the chart ${words(file)} as ${kind}`}, kind);
    made.addEventListener('click', save);
    return made;
  });
  return element('div', {class: 'ways'}, 'Save as ', ...buttons);
}

/** The drawing as a file of its own: styles that the page gives it are written into it.
 * @param {SVGElement} drawing */
function standalone(drawing) {
  const copy = /** @type {SVGElement} */ (drawing.cloneNode(true));
  copy.setAttribute('xmlns', SVG);
  const kept = [
    'fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-opacity',
    'opacity', 'font-family', 'font-size', 'font-weight', 'text-anchor', 'paint-order'
  ];
  const from = [drawing, ...drawing.querySelectorAll('*')];
  const to = [copy, ...copy.querySelectorAll('*')];
  to.forEach((node, i) => {
    const seen = getComputedStyle(from[i]);
    for (const name of kept) node.setAttribute(name, seen.getPropertyValue(name));
    node.removeAttribute('class');
    node.removeAttribute('data-setting');
    node.removeAttribute('style');
  });
  copy.insertBefore(
      svg('rect', {width: '100%', height: '100%', fill: style('--ground')}), copy.firstChild);
  return new XMLSerializer().serializeToString(copy);
}

/** @param {string} name @param {string} type @param {string} text */
function download(name, type, text) {
  saveUrl(name, `data:${type};charset=utf-8,${encodeURIComponent(text)}`);
}

/** @param {string} name @param {string} url */
function saveUrl(name, url) {
  const link = element('a', {href: url, download: name});
  document.body.append(link);
  link.click();
  link.remove();
  say(`saved ${name}`);
}

/** At twice the size, for screens and slides.
 * @param {string} name @param {string} text */
function savePng(name, text) {
  const image = new Image();
  image.onload = () => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [2 * image.width, 2 * image.height];
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.scale(2, 2);
    context.drawImage(image, 0, 0);
    saveUrl(name, canvas.toDataURL('image/png'));
  };
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
}
