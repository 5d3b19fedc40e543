// @ts-check
// The pictures of one setting, in tabs: what it fixed, what is still wrong, what it broke, what it
// takes for the target.
'use strict';

/** @typedef {[number, number, number]} OnImage class, its probability, that of the label */
/**
 * @typedef {{suite: string, index: number, name: string, label: number, picture: number, before:
 * OnImage}} Picture
 */
/**
 * @typedef {{suite: string, flips: ?number, right: number, total: number, images: [number, number,
 * number, number][]}} ShownSuite
 */
/** @typedef {{setting: number, draw: ?number, seed: ?number, suites: ShownSuite[]}} Shown */
/** @typedef {{image: Picture, at: number, after: OnImage, role: string}} Seen */

/** @type {Map<number, Shown>} */ const shownBySetting =
    new Map((data.gallery ? data.gallery.settings : [])
                .map((/** @type {Shown} */ shown) => [shown.setting, shown]));

/** @param {string} suite */
const roleOf = (suite) => (suites.find((other) => other.name === suite) || {role: ''}).role;

/**
 * What a setting says of the images that are shown of it.
 * @param {number} index @returns {Seen[]}
 */
function seenBy(index) {
  const shown = shownBySetting.get(index);
  if (!shown) return [];
  return shown.suites.flatMap(
      (suite) => suite.images.map(([at, predicted, confidence, own]) => ({
                                    image: data.gallery.images[at],
                                    at,
                                    after: /** @type {OnImage} */ ([predicted, confidence, own]),
                                    role: roleOf(suite.suite)
                                  })));
}

/** @param {Seen} seen */
const rightNow = (seen) => seen.after[0] === seen.image.label;
/** @param {Seen} seen */
const wasRight = (seen) => seen.image.before[0] === seen.image.label;
/** @param {Seen} seen */
const toFix = (seen) => seen.role === 'fix' || seen.role === 'transfer';

/** @type {[string, (seen: Seen) => boolean][]} */
const TABS = [
  ['fixed', (seen) => toFix(seen) && rightNow(seen) && !wasRight(seen)],
  ['still wrong', (seen) => toFix(seen) && !rightNow(seen)],
  ['regressions', (seen) => wasRight(seen) && !rightNow(seen) && seen.role !== 'guard'],
  ['guard', (seen) => seen.role === 'guard' && !rightNow(seen)]
];

/**
 * By image: of how many settings it is shown, and how many of these get it right.
 * @type {Map<number, number[]>}
 */
const rightBy = new Map();
for (const index of shownBySetting.keys()) {
  for (const seen of seenBy(index)) {
    const [right, of] = rightBy.get(seen.at) || [0, 0];
    rightBy.set(seen.at, [right + (rightNow(seen) ? 1 : 0), of + 1]);
  }
}

/** What is chosen stays from one setting to the next. */
const wanted = {
  tab: 'fixed',
  sought: '',
  order: 'suite',
  other: -1
};

/** @type {Object<string, (a: Seen, b: Seen) => number>} */
const ORDERS = {
  'suite': (a, b) => a.at - b.at,
  'most confident': (a, b) => b.after[1] - a.after[1],
  'least confident': (a, b) => a.after[1] - b.after[1],
  'fewest methods right': (a, b) => (rightBy.get(a.at) || [0])[0] - (rightBy.get(b.at) || [0])[0]
};

/** @param {number} index @returns {Node[]} */
function pictures(index) {
  if (!data.gallery) return [];
  const shown = shownBySetting.get(index);
  if (!shown)
    return [soft('Pictures are kept in this page for the best setting of each remediation alone.')];
  const all = seenBy(index);
  const list = element('ul', {class: 'pictures'});
  const count = element('span', {class: 'soft', role: 'status'});
  const tabs = TABS.map(([name, takes]) => {
                     const button = element(
                         'button', {type: 'button'}, `${name} (${all.filter(takes).length})`);
                     button.addEventListener('click', () => {
                       wanted.tab = name;
                       draw();
                     });
                     return {name, takes, button};
                   })
                   .filter(({name, takes}) => name !== 'guard' || all.some(takes));
  const draw = () => {
    const tab = tabs.find(({name}) => name === wanted.tab) || tabs[0];
    for (const {name, button} of tabs)
      button.setAttribute('aria-pressed', String(name === tab.name));
    const others = new Map(seenBy(wanted.other).map((seen) => [seen.at, seen]));
    const found = all.filter(tab.takes).filter((seen) => matches(seen, wanted.sought));
    found.sort(ORDERS[wanted.order]);
    count.textContent = `${found.length} shown`;
    list.replaceChildren(...found.map(
        (seen) => element('li', {}, picture(seen, wanted.other < 0 ? null : others.get(seen.at)))));
  };
  const search = /** @type {HTMLInputElement} */ (
      element('input', {type: 'search', id: 'sought-images', autocomplete: 'off'}));
  search.value = wanted.sought;
  search.addEventListener('input', () => {
    wanted.sought = search.value.toLowerCase();
    draw();
  });
  draw();
  return [
    ...pictureFacts(shown),
    element(
        'div', {class: 'chips', role: 'group', 'aria-label': 'Which images'},
        ...tabs.map(({button}) => button)),
    element(
        'div', {class: 'tools'},
        element(
            'label',
            {for: 'sought-images'
            },
            'Filter by class '),
        search,
        ...choiceOf(
            'picture-order', 'Sorted by ', Object.keys(ORDERS), wanted.order,
            (value) => {
              wanted.order = value;
              draw();
            }),
        ...choiceOf(
            'picture-other', 'Compare with ',
            ['nothing', ...[...shownBySetting.keys()].filter((i) => i !== index).map(String)],
            String(wanted.other),
            (value) => {
              wanted.other = value === 'nothing' ? -1 : Number(value);
              draw();
            }),
        count),
    list
  ];
}

/**
 * @param {string} id @param {string} title @param {string[]} values @param {string} now
 * @param {(value: string) => void} chosenValue @returns {Node[]}
 */
function choiceOf(id, title, values, now, chosenValue) {
  const made = /** @type {HTMLSelectElement} */ (element(
      'select', {id},
      ...values.map(
          (value) => element(
              'option', {value},
              /^\d+$/.test(value) ? fullName(settings[Number(value)]) : value))));
  made.value = values.includes(now) ? now : values[0];
  made.addEventListener('change', () => chosenValue(made.value));
  return [
    element(
        'label',
        {for: id
        },
        title),
    made
  ];
}

/** @param {Seen} seen @param {string} sought */
function matches(seen, sought) {
  const classes = [seen.image.label, seen.image.before[0], seen.after[0]].map(
      (index) => data.gallery.classes[seen.image.suite][index]);
  return [...classes, seen.image.suite, seen.image.name].join(' ').toLowerCase().includes(sought);
}

/**
 * How many there are, and how many of them are shown.
 * @param {Shown} shown @returns {Node[]}
 */
function pictureFacts(shown) {
  const which = [
    shown.draw === null ? '' : `draw ${shown.draw}`, shown.seed === null ? '' : `seed ${shown.seed}`
  ].filter(Boolean).join(', ');
  const facts = shown.suites.map(
      (suite) => ['retain', 'guard'].includes(roleOf(suite.suite)) ?
          `${suite.suite}: ${suite.flips ?? 'unknown'} of ${
              suite.total} were right and are wrong now` +
              (suite.images.length ? `, ${suite.images.length} of the worst shown` : '') :
                                     `${suite.suite}: ${suite.right} of ${suite.total} right now` +
              (suite.images.length < suite.total ? `, the first ${suite.images.length} shown` :
                                                                              ''));
  const lacking =
      [
        [data.gallery.missing, 'are missing in the run directory'],
        [data.gallery.left_out, 'found no room in this page']
      ].filter(([count]) => count > 0)
          .map(([count, why]) => ` ${count} pictures ${why}.`)
          .join('');
  return [soft(
      `As one trial sees them${which ? ` (${which})` : ''}. ${facts.join('; ')}. The bars are ` +
      'the probability of the right label, before and after.' + lacking)];
}

/** @param {Seen} seen @param {?Seen} [other] of another method */
function picture(seen, other) {
  const {image, after} = seen;
  const className = (/** @type {number} */ index) => data.gallery.classes[image.suite][index];
  const said = (/** @type {string} */ when, /** @type {OnImage} */ verdict) => {
    const right = verdict[0] === image.label;
    return element(
        'span', {class: right ? 'said right' : 'said wrong'},
        element('span', {class: 'when'}, when + ' '),
        element(
            'span', {}, element('b', {}, className(verdict[0])), ' ',
            element(
                'span', {class: 'unbroken'}, `${(100 * verdict[1]).toFixed(0)} % `,
                element('span', {'aria-hidden': 'true'}, right ? '✓' : '✗'),
                element('span', {class: 'visually-hidden'}, right ? ', right' : ', wrong'))));
  };
  const bar = (/** @type {number} */ share) =>
      element('span', {style: `width:${(100 * share).toFixed(1)}%`});
  const shares = `${className(image.label)}: ${(100 * image.before[2]).toFixed(1)} % before, ` +
      `${(100 * after[2]).toFixed(1)} % after`;
  const [right, of] = rightBy.get(seen.at) || [0, 0];
  return element(
      'figure', {}, element('img', {
        src: data.gallery.pictures[image.picture],
        alt: `${image.name}: ${className(image.label)}`,
        loading: 'lazy',
        width: 96,
        height: 96
      }),
      element(
          'figcaption', {}, said('before', image.before), said('after', after),
          ...(other ? [said('other', other.after)] : []),
          element(
              'span', {class: 'bars', role: 'img', 'aria-label': shares, title: shares},
              bar(image.before[2]), bar(after[2])),
          element('small', {}, `${image.suite}; right with ${right} of ${of} methods`)));
}
