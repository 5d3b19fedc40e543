// @ts-check
// How often predictions of a certain confidence are right, before and after.
'use strict';

/**
 * The images of an interval of confidence, their mean confidence, and the share that is right.
 * @typedef {[number, number, number]} Bin
 */

/** A diagram for each suite to retain whose confidences are kept.
 * @param {number} index of a setting @returns {Node[]} */
function reliabilityDiagrams(index) {
  const setting = settings[index];
  const known = Object.entries(setting.reliability || {}).filter(([, bins]) => bins.length > 0);
  if (known.length === 0) return [];
  return [element(
      'div', {class: 'pair'},
      ...known.map(
          ([suite, bins]) => figureOf(
              (width) => reliabilityDiagram(
                  suite, setting, (data.baseline[suite] || {}).reliability || [], bins, width),
              `Reliability diagram on ${suite}: the share of right predictions against their ` +
                  `confidence. ${deviationWords(bins)}`,
              `reliability-${suite}`)))];
}

/** Where confidence and accuracy differ most, for who does not see the drawing.
 * @param {Bin[]} bins */
function deviationWords(bins) {
  const many = bins.reduce((sum, [images]) => sum + images, 0);
  const seen = bins.filter(([images]) => images >= 0.02 * many);
  const [, confidence, accuracy] =
      seen.reduce((a, b) => Math.abs(b[1] - b[2]) > Math.abs(a[1] - a[2]) ? b : a, seen[0]);
  return `Of the intervals that hold 2 % of the images or more, they differ most at ` +
      `${shown(confidence, 'percent')} % confidence, where ${shown(accuracy, 'percent')} % are ` +
      'right.';
}

/**
 * @param {string} suite @param {Setting} setting @param {Bin[]} before @param {Bin[]} after
 * @param {number} wide
 */
function reliabilityDiagram(suite, setting, before, after, wide) {
  const width = Math.min(wide, 460), height = width - 16;
  const left = 44, right = 12, top = 52, bottom = 46;
  const x = scaleOf([0, 1], [left, width - right]);
  const y = scaleOf([0, 1], [height - bottom, top]);
  const drawing = svg('svg', {width, height, viewBox: `0 0 ${width} ${height}`, class: 'plotted'});
  drawing.append(written(0, 14, `Right predictions on ${suite}, %`, {class: 'title'}));
  for (const tick of [0, 0.2, 0.4, 0.6, 0.8, 1]) {
    const text = String(Math.round(100 * tick));
    drawing.append(
        stroke(left, y(tick), width - right, y(tick), 'grid'),
        stroke(x(tick), top, x(tick), height - bottom, 'grid'),
        written(left - 8, y(tick) + 4, text, {class: 'tick end'}),
        written(x(tick), height - bottom + 17, text, {class: 'tick middle'}));
  }
  drawing.append(
      written(width - right, height - 8, 'confidence in the prediction, %', {class: 'soft end'}),
      stroke(x(0), y(0), x(1), y(1), 'even'),
      written(x(0.8) + 4, y(0.72), 'calibrated', {class: 'soft'}));
  drawing.append(...binMarks(before, x, y, null), ...binMarks(after, x, y, setting.label));
  drawing.append(
      svg('circle', {cx: 6, cy: 31, r: 4.5, class: 'open-draw'}),
      written(16, 35, 'baseline', {class: 'soft'}), markOf(setting.label, 92, 31, 5),
      written(102, 35, `${setting.label}; areas: images`, {class: 'soft'}));
  return drawing;
}

/**
 * The bins joined by a line, each with a mark as large as it has images.
 * @param {Bin[]} bins @param {(value: number) => number} x @param {(value: number) => number} y
 * @param {?string} label of a setting; null: the baseline
 */
function binMarks(bins, x, y, label) {
  const most = Math.max(...bins.map(([images]) => images), 1);
  const path =
      bins.map(([, a, b], i) => `${i ? 'L' : 'M'}${x(a).toFixed(1)} ${y(b).toFixed(1)}`).join('');
  const made = [svg('path', {
    d: path,
    class: 'joined',
    style: label === null ? 'stroke:var(--soft)' : `stroke:${familyColour(label)}`
  })];
  for (const [images, confidence, accuracy] of bins) {
    const size = 2 + 9 * Math.sqrt(images / most);
    const group = svg('g', {});
    group.append(
        label === null ?
            svg('circle',
                {cx: x(confidence).toFixed(1), cy: y(accuracy).toFixed(1), r: size.toFixed(1),
                 class: 'open-draw'}) :
            markOf(label, x(confidence), y(accuracy), size),
        svg('title', {},
            `${label === null ? 'baseline' : label}: ${images.toFixed(0)} images of ` +
                `${shown(confidence, 'percent')} % confidence, ` +
                `${shown(accuracy, 'percent')} % right`));
    made.push(group);
  }
  return made;
}
