// @ts-check
// Which setting is marked: one for the whole page.
'use strict';

/** @type {?number} */ let marked = null;
/** Called with what is marked now.
 * @type {((index: ?number) => void)[]} */
const listeners = [];

/** Tells a screen reader.
 * @param {string} text */
function say(text) { section('status').textContent = text; }

/** Marks a setting wherever it stands, or nothing.
 * @param {?number} index */
function mark(index) {
  marked = index;
  remark();
  const bar = section('marked');
  bar.hidden = index === null;
  section('marked-name').textContent = index === null ? '' : fullName(settings[index]);
  if (index !== null) say(`marked ${fullName(settings[index])}`);
  for (const listener of listeners) listener(index);
}

/** Shows the mark on what was drawn since. */
function remark() {
  for (const node of document.querySelectorAll('[data-setting]')) {
    node.classList.toggle(
        'marked', marked !== null && node.getAttribute('data-setting') === String(marked));
  }
  for (const node of document.querySelectorAll('[data-mark]')) {
    node.setAttribute(
        'aria-pressed',
        String(marked !== null && node.getAttribute('data-mark') === String(marked)));
  }
}

/** A name that may be broken after its underscores.
 * @param {string} name @returns {(Node|string)[]} */
const breakable = (name) =>
    name.split('_')
        .flatMap((part, i, all) => [i < all.length - 1 ? part + '_' : part, element('wbr')])
        .slice(0, -1);
/** "N 100", kept on one line unless it is long.
 * @param {string} part */
const unbroken = (part) => element('span', {class: part.length < 22 ? 'unbroken' : null}, part);

/** A button that marks a setting.
 * @param {number} index @param {string} [text] */
function markButton(index, text) {
  const setting = settings[index];
  const name = text === undefined ?
      [
        element('span', {class: 'label'}, ...breakable(labelOf(setting))),
        ...details(setting).flatMap((part) => [', ', unbroken(part)])
      ] :
      breakable(text);
  const button =
      element('button', {type: 'button', 'aria-pressed': 'false', 'data-mark': index}, ...name);
  button.addEventListener('click', () => mark(marked === index ? null : index));
  return button;
}

/** @param {number} index @returns {Cell} */
function settingCell(index) {
  return {
    text: fullName(settings[index]),
    value: fullName(settings[index]),
    node: markButton(index)
  };
}

section('unmark').addEventListener('click', () => mark(null));
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && marked !== null) mark(null);
});
