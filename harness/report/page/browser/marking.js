// @ts-check
// Which setting is marked: one for the whole page.
'use strict';

/** @type {?number} */ let marked = null;
/**
 * Called with what is marked now.
 * @type {((index: ?number) => void)[]}
 */
const listeners = [];

/**
 * Tells a screen reader.
 * @param {string} text
 */
function say(text) {
  section('status').textContent = text;
}

/**
 * Marks a setting wherever it stands, or nothing.
 * @param {?number} index
 */
function mark(index) {
  marked = index;
  remark();
  const bar = section('marked');
  bar.hidden = index === null;
  section('marked-name').textContent = index === null ? '' : fullName(settings[index]);
  if (index !== null) say(`marked ${fullName(settings[index])}`);
  history.replaceState(
      null, '', index === null ? location.pathname + location.search : linkTo(index));
  for (const listener of listeners) listener(index);
}

/**
 * An address that opens this page with a setting marked. It holds the setting's name, so that it
 * outlives a report that is made anew.
 * @param {number} index
 */
const linkTo = (index) => '#setting=' + encodeURIComponent(fullName(settings[index]));

/** Marks what the address asks for. */
function followLink() {
  const asked = /^#setting=(.*)$/.exec(location.hash);
  if (!asked) return;
  const index = settings.findIndex((setting) => fullName(setting) === decodeURIComponent(asked[1]));
  if (index < 0) return say('the address names a setting that is not in this report');
  mark(index);
  const row = document.querySelector(`#comparison [data-setting="${index}"]`);
  if (row) row.scrollIntoView({block: 'center'});
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

/**
 * A name that may be broken after its underscores.
 * @param {string} name @returns {(Node|string)[]}
 */
const breakable = (name) =>
    name.split('_')
        .flatMap((part, i, all) => [i < all.length - 1 ? part + '_' : part, element('wbr')])
        .slice(0, -1);
/**
 * "N 100", kept on one line unless it is long.
 * @param {string} part
 */
const unbroken = (part) => element('span', {class: part.length < 22 ? 'unbroken' : null}, part);

/**
 * A button that marks a setting.
 * @param {number} index @param {string} [text]
 */
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
section('copy-link').addEventListener('click', () => {
  if (marked !== null) copyText(location.href.replace(/#.*/, '') + linkTo(marked), 'the link');
});
window.addEventListener('hashchange', followLink);
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && marked !== null) mark(null);
});
