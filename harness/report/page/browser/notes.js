// @ts-check
// What a method noted while it trained, a chart for each name and a line for each draw.
'use strict';

/** @typedef {{draw: ?number, points: [number, number][]}} NotedDraw */
/** @typedef {{name: string, draws: NotedDraw[]}} Noted */

/** @param {number} index of a setting @returns {Noted[]} */
const notedBy = (index) =>
    (data.notes.find((/** @type {any} */ one) => one.setting === index) || {names: []}).names;

/** @param {number} index of a setting @returns {Node[]} */
function trainingNotes(index) {
  const noted = notedBy(index);
  if (noted.length === 0) return [];
  return [
    element('h3', {}, 'While it trained'),
    soft(
        'What the method noted at each step, a line for each draw; all values are in the run\'s ' +
        'logs/<trial>.csv. The loss is of the images of that step.'),
    element(
        'div', {class: 'trio'},
        ...noted.map(
            (one) => figureOf(
                (width) => notesChart(one, settings[index].label, width),
                `${one.name} against steps, a line for each of ${one.draws.length} draws. ` +
                    endWords(one),
                `noted-${one.name.replace(/\W+/g, '-')}`)))
  ];
}

/** Where the lines end, for who does not see the drawing.
 * @param {Noted} noted */
function endWords(noted) {
  const last = noted.draws.map(({points}) => points[points.length - 1]);
  const [steps, values] = [0, 1].map((k) => last.map((point) => point[k]));
  const between = (/** @type {number[]} */ all) => {
    const [low, high] = [Math.min(...all), Math.max(...all)];
    return low === high ? String(low) : `${low} to ${high}`;
  };
  return `They end at step ${between(steps)} with ${between(values)}.`;
}

/** @param {Noted} noted @param {string} label @param {number} wide */
function notesChart(noted, label, wide) {
  const width = Math.min(wide, 420), height = Math.round(0.62 * width);
  const left = 52, right = 12, top = 28, bottom = 42;
  const all = noted.draws.flatMap(({points}) => points);
  const [low, high] = [Math.min(...all.map(([, v]) => v)), Math.max(...all.map(([, v]) => v))];
  const room = 0.05 * (high - low) || 0.05 * Math.abs(high) || 1;
  const most = Math.max(...all.map(([step]) => step), 1);
  const x = scaleOf([0, most], [left, width - right]);
  const y = scaleOf([low - room, high + room], [height - bottom, top]);
  const drawing = svg('svg', {width, height, viewBox: `0 0 ${width} ${height}`, class: 'plotted'});
  drawing.append(written(0, 14, noted.name, {class: 'title'}));
  for (const tick of ticks(low, high, 4))
    drawing.append(
        stroke(left, y(tick), width - right, y(tick), 'grid'),
        written(left - 8, y(tick) + 4, String(tick), {class: 'tick end'}));
  for (const tick of ticks(0, most, Math.min(most, 6)).filter(Number.isInteger))
    drawing.append(written(x(tick), height - bottom + 17, String(tick), {class: 'tick middle'}));
  drawing.append(written(width - right, height - 6, 'step', {class: 'soft end'}));
  for (const {draw, points} of noted.draws) {
    // A method that trains several times begins anew each time.
    const begins = (/** @type {number} */ i) => i === 0 || points[i][0] <= points[i - 1][0];
    const path = points.map(([step, value], i) => `${begins(i) ? 'M' : 'L'}${x(step).toFixed(1)} ` +
                                `${y(value).toFixed(1)}`);
    const [step, value] = points[points.length - 1];
    const line = svg('g', {style: `stroke:${familyColour(label)};fill:${familyColour(label)}`});
    line.append(
        svg('path', {d: path.join(''), class: 'joined'}),
        svg('circle', {cx: x(step).toFixed(1), cy: y(value).toFixed(1), r: 2.5}),
        svg('title', {},
            `${draw === null ? noted.name : `draw ${draw}`}: ${value} at step ${step}`));
    drawing.append(line);
  }
  return drawing;
}
