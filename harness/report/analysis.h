// From runs to a report: pure functions. The report is JSON; Markdown and CSV are made from it.
#pragma once

#include <vector>

#include "report/run_data.h"

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
//              timed_out, out_of_memory, missing}, comparable: {baseline, suites, preprocess,
//              target}, provenance: {key: [distinct values]}, plugins: {remediation: [hashes]},
//              unreadable: [{file, reason}], unplanned: [ids]}]
//   flags      [{kind, run, message}]: what to know before believing a number
//   suites     [{name, role, images, intervals: whether rates carry 95 % Wilson intervals}]
//   baseline   {suite: {top1, top3, top5, over_prediction, predicted_as_target,
//              target_probability, intervals: {rate: [low, high]}}}
//   best       [{run, label, stop_on, stopped_on_reported_suite, outcome, setting: index or null,
//              of_settings, reached, planned, chosen_by, value}], best first: see best.h
//   settings   [{run, label, remediation, version, name: what tells it from the others of its
//   label,
//              parameters, varied: [names], anchor_classes, training_images, after: index or null,
//              stop: {on, above, limit, stops} or null, stopped_on_reported_suite,
//              over: draws, seeds or trial, draws, seeds,
//              trials: {planned, with_result, reached, not_reached, failed, missing},
//              accuracy_on_stop_set, steps, probes, suites: {suite: {metric: spread}}}]
//              A spread is {trials, units, mean, min, max, interval}, or null. `trials` is how many
//              it was taken over: fewer than planned where some have no result. `units` is how many
//              draws (or seeds); mean and range are over these, seeds averaged first. `interval` is
//              there for a single trial on a small suite. Of p-values there is no mean.
//   trials     [{run, setting: index, id, label, remediation, version, after, parameters, design,
//              training_images, status: as in records, or "missing", reason, stop: {on, above,
//              limit, stops, reached, accuracy, steps, probes} or null, stopped_on_reported_suite,
//              suites: {suite: as recorded, and see suite_row.h}}], every planned one in plan order
//   failures   [{run, trial: index, id, label, setting, status, reason}]: those without a result
//   trends     whether figures change steadily with N: see trends.h
//   timings    {trials: [{id, apply, evaluate}] as in "trials", settings: [{apply, evaluate}]
//              spreads as in "settings"}, in seconds
//
// "stopped_on_reported_suite" marks the published protocol, in which training stops on a suite that
// is also reported; what starts from such a trial is marked as well.
Json analyse(const std::vector<RunData>& runs);

}  // namespace remedy
