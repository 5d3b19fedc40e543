// From runs to a report: pure functions. The report is JSON; Markdown and CSV are made from it.
#pragma once

#include <vector>

#include "report/input/run_data.h"

namespace remedy {

inline constexpr int kReportSchema = 1;

// The report of one or more runs. Throws Refusal naming every difference where they, or the trials
// of one of them, are not comparable; Error where there is no run or a folder is given twice.
//
// The same runs give the same bytes wherever they lie and in whatever order their trials finished;
// what depends on the clock stands in "timings" alone. Shares and rates are fractions, "points" are
// percentage points, divergences are in nats. A number that is not known is null.
//
//   schema     1
//   runs       [{name, study, trials: {planned, completed, not_reached, diverged, failed, crashed,
//              timed_out, out_of_memory, missing}, classes: of the network or null, comparable:
//              {baseline, suites, preprocess, target}, provenance: {key: [distinct values]},
//              plugins: {remediation: [hashes]}, unreadable: [{file, reason}], unplanned: [ids]}]
//   flags      [{kind, run, message}]: what to know before believing a number
//   suites     [{name, role, images, intervals: whether rates carry 95 % Wilson intervals}]
//   baseline   {suite: {top1, top3, top5, over_prediction, predicted_as_target,
//              target_probability, intervals: {rate: [low, high]}}}
//   best       [{run, label, stop_on, stopped_on_reported_suite, control, outcome, setting: index
//   or
//              null, of_settings, reached, planned, fix: {rate, interval: Wilson's 95 %,
//              accepted_above} or null, chosen_by, value}], best first: see best.h
//   settings   [{run, label, remediation, version, name: what tells it from the others of its
//   label,
//              parameters, varied: [names], anchor_classes, training_images, after: index or null,
//              stop: {on, above, limit, stops} or null, stopped_on_reported_suite,
//              over: draws, seeds or trial, draws, seeds,
//              trials: {planned, with_result, reached, not_reached, failed, missing},
//              accuracy_on_stop_set, steps, probes, suites: {suite: {metric: spread}}}]
//              A spread is {trials, units, mean, min, max, sd, interval, holds_for}, or null.
//              `trials` is how many it was taken over: fewer than planned where some have no
//              result. `units` is how many draws (or seeds); mean, range and standard deviation (of
//              two or more) are over these, seeds averaged first. `interval` is of 95 %, and
//              `holds_for` says for what: see spread_interval.h. Of p-values there is neither mean
//              nor deviation nor interval.
//   trials     [{run, setting: index, id, label, remediation, version, after, parameters, design,
//              training_images, status: as in records, or "missing", reason, stop: {on, above,
//              limit, stops, reached, accuracy, steps, probes} or null, stopped_on_reported_suite,
//              suites: {suite: as recorded, and see suite_row.h and
//              corrected_flips.h}, repeats_draw: only where the trial's predictions are those of
//              an earlier draw, which: see repeated_draws.h, sensitivity: [{positives, negatives:
//              suites, images: {positives, negatives}, auroc: of the target margin, {before, after,
//              difference, interval: DeLong's 95 %, or null}, false_positives: {before, after},
//              recall: {before, after, matched: of the baseline with the constant on the target's
//              logit that has as many false positives}, matched_difference: {value, interval}}] or
//              null}], every planned one in plan order. See sensitivity.h
//   failures   [{run, trial: index, id, label, setting, status, reason}]: those without a result
//   trends     whether figures change steadily with N: see trends.h
//   timings    {trials: [{id, apply, evaluate}] as in "trials", settings: [{apply, evaluate}]
//              spreads as in "settings"}, in seconds
//
// "stopped_on_reported_suite" marks the published protocol, in which training stops on a suite that
// is also reported; what starts from such a trial is marked as well.
//
// What is concluded from these tables. "metric" is always a path of metrics.h; sentences are plain
// text without markup, and name figures in percent, points and nats. Sections refer to settings by
// index and do not repeat their figures: settings[i].suites[suite][metric] has mean and range.
//
//   verdict    {run, label, setting: index or null, outcome: that of best[0], chosen_by,
//              set: null, or which settings may be the best with 95 %: {confidence, measure:
//                "retention" or "fix rate", of: eligible settings that are no controls, draws: the
//                fewest of any that draws change, or null, images, other_draws: whether it holds
//                for draws that were not made, exact: whether discordant images come from
//                predictions, measures: [names], settings: [{setting, value, to_best: [low, high]
//                of the value less the best of the others, constrained, see
//                statistics/comparison_with_best.h, in_set, worse_in: of those in the set, the harm
//                by which it is significantly worse, or null, as_good: in the set and not worse,
//                figures: [a mean for each measure]}]}. See choice.h
//              free_of_choice: null, or {shown: the measure of the named setting, held_out: of the
//                setting chosen on one half of the images and measured on the other, difference},
//              rivals: [{run, label, setting, value, difference: rival minus named, shared_draws,
//                interval: 95 % over draws and images or null, p_draws: over draws and images, of
//                its setting that is hardest to tell, p_draws_holm: corrected for all pairs,
//                standard_error: by images, p_images: on these draws, p_images_holm: corrected,
//                told: "draws": worse in other draws and images too, "images": on these draws, or
//                "no"}], the other remediations with an eligible setting, each by its best, in
//                the order of "best"; see rivals.h,
//              tied: [indices into rivals that have a setting in the set],
//              controls: [{run, label, setting, better: [{label, in: ["retention", "negative
//                flips", "guard accuracy", "false positives on SUITE"], settings: those that are,
//                other_draws: or on these draws alone}]}: the controls that fixed as much, and
//                which remediations are significantly better than each],
//              missing_controls: [those of controls.h that no setting is of],
//              use, breaks, sure: a sentence each, for: which one, what does it cost, how sure}
//   frontier   {fix: suite or null, retain: suite or null, points: [{setting, fix: mean top-1,
//              retention: mean, optimal, reached: by every planned trial, published}]}: every
//              setting that has both figures. "optimal": none of the others is as good in both and
//              better in one; those of the published protocol (published) push none of the others
//              off. See frontier.h
//   equal_fix  {suites: [those to retain], columns: [{metric, title, better: "higher" or
//              "lower"}], rows: [{run, label, stop_on, stopped_on_reported_suite, outcome: as in
//              "best", eligible: settings that met the stop criterion in every trial, of_settings,
//              figures: {metric: {setting, value, rank}}}]}, rows in the order of "best". Each
//              figure has its own best setting; where none is eligible, setting and value are null
//              and the rank is the worst. Ranks count from 1 within the same
//              stopped_on_reported_suite. See equal_fix.h
//   sweeps     [{run, label, stop_on, fixed: {parameter: value}: of those that vary elsewhere,
//              after: as in "trends", x: {axis, values}, y: {axis, values} or null, cells:
//              [[setting index or null, along x], a row for each y]}]; an axis is "anchor_classes"
//              (N) or a parameter. Two axes at most: N and learning_rate where they vary. See
//              sweeps.h
//   predictability
//              [{run, label, stop_on, after: as in "trends", parameter: what varies beside N, or
//              null, levels: [its values, as text], anchor_classes: [N], draws: used, left_out,
//              variance: [{suite, metric, title, shares: {draw, parameter, n, draw_parameter,
//                draw_n, parameter_n, residual} or null}],
//              power: {alpha: two-sided, of Holm's strictest step, blocks: draws, points,
//              detectable:
//                the change from the smallest to the largest N, in standard deviations of a value
//                about its draw's line, found in 80 % of studies like this one, or null: none;
//                at_two: the power for a change of two standard deviations},
//              overlap: null or {anchor_classes: the largest N, of_classes: of the network, share:
//              of
//                their classes that two draws have in common, on average and at least},
//                moves_with_n: null or {factor: "counterexample_weight", counterexamples,
//                smallest_n, largest_n, at_smallest_n, at_largest_n: their weight there, levels:
//                [where it is not fixed]},
//              trends: [indices into "trends"], verdict: "predictable", "in_part", "not_shown",
//              "too_few_draws", sentence}], one for each remediation run at three or more N. See
//              predictability.h
//   criterion  null, or what a constant on the target's logit would do, nothing trained: {run:
//   whose
//              baseline, shifts: [added to the logits of the target's classes, ascending, 0 among
//              them], suites: {suite: {role, and a value for each shift: recall: of the target's
//              images or null, false_positives: of the others or null, retention or null,
//              negative_flips, positive_flips}}}. An image is predicted as target where its margin
//              is above 0
//   learned    {rule: the rule in words, settings: [{verdict: "concept" (it generalises),
//   "counterexamples"
//              (alone), "look" (it relies on the cue), "says_target" (it predicts the target more
//              often), "cannot_tell" (inconclusive), evidence: {fix, transfer, guard, retain: each
//              {before, low, high} or null; guard_drop: of accuracy, {low, high} or null; matched:
//              [{positives, negatives, draws, mean, low, high}] or null, see sensitivity.h},
//              reason: a sentence}, in the order of "settings"]}. See learned.h
//   overlay    null, or published figures beside ours: {title, file, columns: [keys of points, of
//              "top1", "top5", "kl", "held_out"], held_out_images: or null, series:
//              [{learning_rate: or null, label: or "", points: [{anchor_classes, top1, top5, kl,
//              held_out}]}] with N ascending, shares as fractions; trends: [{column, spearman:
//              [{rho, p}, a series each], page: {blocks, points, l_rising, p_rising, l_falling,
//              p_falling} or null}], held_out: null or see overlay_held_out.h, warning: a
//              sentence}. See overlay.h
//
// `overlay`: what read_overlay() gives, or null.
//
// Records of newer versions hold beside each suite's figures
//   calibration   {baseline: {ece, brier, confidence}, remediated: {ece, brier, confidence}}, so
//                 that settings have the metrics "calibration.remediated.ece" and so on, and
//                 baseline[suite] has ece, brier, confidence (null where records lack them). Beside
//                 ece stand ece_calibrated and ece_calibrated_p95 where predictions are kept: see
//                 calibrated.h
//   classes.lost  [{class: index, name, images, before, after, negative_flips}], the ten that lose
//                 most, and not in "trials".
// settings[i].lost: {suite: null where nothing tells of classes, or [{class, name, images, before,
// after: a mean, negative_flips: a mean, trials: that tell of it, p, p_fdr}]}: the classes that
// lost more than chance allows, at most ten a suite. See lost_classes.h.
Json analyse(const std::vector<RunData>& runs, const Json& overlay = nullptr);

}  // namespace remedy
