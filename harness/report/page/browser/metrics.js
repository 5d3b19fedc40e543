// @ts-check
// What figures mean: how they are reckoned, and which way is better.
'use strict';

/** @typedef {{better?: 'higher'|'lower', tip: string}} Meaning */

/**
 * By the metric's key.
 * @type {Object<string, Meaning>}
 */
const MEANINGS = {
  'top1': {better: 'higher', tip: 'Images whose first guess is right, over all images.'},
  'top1_points':
      {better: 'higher', tip: 'Top-1 accuracy after, minus before, in percentage points.'},
  'top3': {better: 'higher', tip: 'Images with the right class among the first three guesses.'},
  'top5': {better: 'higher', tip: 'Images with the right class among the first five guesses.'},
  'retention': {better: 'higher', tip: 'Top-1 accuracy after, divided by top-1 accuracy before.'},
  'negative_flips': {better: 'lower', tip: 'Images that were right before and are wrong after.'},
  'positive_flips': {better: 'higher', tip: 'Images that were wrong before and are right after.'},
  'negative_flip_rate': {better: 'lower', tip: 'Negative flips, over all images.'},
  'relative_nfr': {
    better: 'lower',
    tip: 'Negative flip rate, over what two models with independent errors would have.'
  },
  'churn': {better: 'lower', tip: 'Images whose prediction changed, right or wrong.'},
  'kl.mean': {
    better: 'lower',
    tip: 'Mean divergence of the probabilities after from those before, in nats; 0: unchanged.'
  },
  'kl.p95': {better: 'lower', tip: '95 % of the images have a smaller divergence than this.'},
  'ece': {
    better: 'lower',
    tip: 'Calibration error: mean gap between confidence and accuracy over 15 bins.'
  },
  'ece_calibrated': {tip: 'The calibration error that a perfectly calibrated model would show.'},
  'ece_calibrated_p95':
      {tip: 'A perfectly calibrated model stays below this in 95 of 100 samples.'},
  'brier': {better: 'lower', tip: 'Mean squared gap between confidence and being right.'},
  'over_prediction.remediated': {
    better: 'lower',
    tip: 'Images of other classes that are predicted as target, over all images of other classes.'
  },
  'predicted_as_target.remediated':
      {better: 'lower', tip: 'Images that are predicted as target, over all images.'},
  'target_probability.remediated':
      {better: 'higher', tip: 'Mean probability of the target\'s classes.'},
  'mcnemar_p_holm': {
    better: 'lower',
    tip: 'Exact test of negative against positive flips, corrected over the trials of a run.'
  },
  'matched_difference': {
    better: 'higher',
    tip: 'Held-out recall after, minus the recall of the baseline with that constant on the ' +
        'target\'s logit which has as many false positives. A constant alone has 0.'
  },
  'seconds': {better: 'lower', tip: 'Seconds that the remediation took, evaluation left out.'},
  'steps': {better: 'lower', tip: 'Training steps until the stop criterion was met.'},
};

/**
 * Guards and suites to retain want few images predicted as target, the others many.
 * @param {string} metric @param {string} role @returns {Meaning}
 */
function meaning(metric, role) {
  const found = MEANINGS[metric] || MEANINGS[metric.replace(/\.remediated$/, '')] || {tip: ''};
  const rare = role === 'fix' || role === 'transfer';
  if (metric.startsWith('predicted_as_target') && rare) return {...found, better: 'higher'};
  return found;
}

/** @param {Meaning} meant */
const arrowOf = (meant) => meant.better === 'higher' ? '\u00a0↑' :
    meant.better === 'lower'                         ? '\u00a0↓' :
                                                       '';
/**
 * What a head says when it is asked.
 * @param {Meaning} meant
 */
const tipOf = (meant) => meant.tip +
    (meant.better ? ` ${meant.better === 'higher' ? 'Higher' : 'Lower'} is better.` : '');

/** @param {Column} column @returns {Head} */
function columnHead(column) {
  const suite = suites.find((other) => other.name === column.suite);
  const meant = meaning(column.metric, suite ? suite.role : '');
  return {title: column.title, number: true, better: meant.better, tip: tipOf(meant)};
}
