// Which fields a suite's entry in a record has, for writing and for reading it.
#pragma once

#include "core/json_fields.h"
#include "core/run/suite_figures.h"

namespace remedy {

void read_value(const JsonPlace& place, Role& role);
inline Json write_value(Role role) { return to_string(role); }

template <typename Fields>
void list_fields(Fields& fields, TopK& top) {
  fields.required("top1", top.top1, kShare);
  fields.required("top3", top.top3, kShare);
  fields.required("top5", top.top5, kShare);
}

template <typename Fields>
void list_fields(Fields& fields, Distribution& distribution) {
  fields.nullable("mean", distribution.mean, kNats);
  fields.nullable("median", distribution.median, kNats);
  fields.nullable("p95", distribution.p95, kNats);
  fields.nullable("max", distribution.max, kNats);
}

template <typename Fields>
void list_fields(Fields& fields, BeforeAfter& shares) {
  fields.nullable("baseline", shares.baseline, kShare);
  fields.nullable("remediated", shares.remediated, kShare);
}

template <typename Fields>
void list_fields(Fields& fields, Calibration& calibration) {
  fields.nullable("ece", calibration.ece, kShare);
  fields.nullable("brier", calibration.brier, kShare);
  fields.nullable("confidence", calibration.confidence, kShare);
}

template <typename Fields>
void list_fields(Fields& fields, CalibrationChange& change) {
  fields.required("baseline", change.baseline);
  fields.required("remediated", change.remediated);
}

template <typename Fields>
void list_fields(Fields& fields, ClassLoss& loss) {
  fields.required("class", loss.index, kCount);
  fields.optional("name", loss.name);
  fields.required("images", loss.images, kCount);
  fields.required("before", loss.before, kCount);
  fields.required("after", loss.after, kCount);
  fields.required("negative_flips", loss.negative_flips, kCount);
}

template <typename Fields>
void list_fields(Fields& fields, ClassLosses& losses) {
  fields.required("lost", losses.lost, AtMost{kClassesListed});
}

template <typename Fields>
void list_fields(Fields& fields, RoundingDivergence& divergence) {
  fields.required("mean", divergence.mean, kNotNegative);
  fields.required("max", divergence.max, kNotNegative);
}

template <typename Fields>
void list_fields(Fields& fields, Rounding& rounding) {
  fields.required("top1", rounding.top1, kShare);
  fields.required("top1_agreement", rounding.top1_agreement, kShare);
  fields.required("kl", rounding.kl);
}

template <typename Fields>
void list_fields(Fields& fields, GroupAccuracy& group) {
  fields.required("right", group.right, kCount);
  fields.required("accuracy", group.accuracy, kShare);
  fields.required("low", group.low, kShare);
  fields.required("high", group.high, kShare);
  fields.nullable("ece", group.ece, kShare);
  fields.nullable("confidence", group.confidence, kShare);
}

template <typename Fields>
void list_fields(Fields& fields, GroupFigures& group) {
  fields.required("name", group.name, NotEmpty());
  fields.required("images", group.images, kCount);
  fields.optional("prevalence", group.prevalence, kShare);
  fields.nullable("baseline", group.baseline);
  fields.nullable("remediated", group.remediated);
  fields.required("negative_flips", group.negative_flips, kCount);
  fields.required("positive_flips", group.positive_flips, kCount);
}

template <typename Fields>
void list_fields(Fields& fields, WorstGroup& worst) {
  fields.nullable("accuracy", worst.accuracy, kShare);
  fields.required("groups", worst.groups);
}

template <typename Fields>
void list_fields(Fields& fields, GroupSummary& summary) {
  fields.required("worst", summary.worst);
  fields.nullable("gap", summary.gap, kShare);
  fields.nullable("mean_over_images", summary.mean_over_images, kShare);
  fields.nullable("mean_over_groups", summary.mean_over_groups, kShare);
  fields.optional("mean_by_prevalence", summary.mean_by_prevalence, kShare);
}

template <typename Fields>
void list_fields(Fields& fields, GroupingFigures& figures) {
  fields.optional("prevalence_of", figures.prevalence_of, NotEmpty());
  fields.required("groups", figures.groups);
  fields.required("in_no_group", figures.in_no_group, kCount);
  fields.required("in_several_groups", figures.in_several_groups, kCount);
  fields.required("baseline", figures.baseline);
  fields.required("remediated", figures.remediated);
}

template <typename Fields>
void list_fields(Fields& fields, LabelSpaceFigures& space) {
  fields.required("name", space.name, NotEmpty());
  fields.required("rule", space.rule, NotEmpty());
  fields.required("classes", space.classes, kAtLeastOne);
}

template <typename Fields>
void list_fields(Fields& fields, SuiteFigures& figures) {
  fields.required("role", figures.role);
  fields.required("images", figures.images, kAtLeastOne);
  fields.required("baseline", figures.baseline);
  list_fields(fields, figures.remediated);  // beside the others
  fields.nullable("retention", figures.retention, kNotNegative);
  fields.nullable("retention_top5", figures.retention_top5, kNotNegative);
  fields.required("negative_flips", figures.negative_flips, kCount);
  fields.required("positive_flips", figures.positive_flips, kCount);
  fields.required("negative_flip_rate", figures.negative_flip_rate, kShare);
  fields.nullable("relative_nfr", figures.relative_nfr, kNotNegative);
  fields.required("churn", figures.churn, kCount);
  fields.required("kl", figures.kl);
  fields.required("js", figures.js);
  fields.required("over_prediction", figures.over_prediction);
  fields.required("predicted_as_target", figures.predicted_as_target);
  fields.required("target_probability", figures.target_probability);
  fields.optional("calibration", figures.calibration);
  fields.optional("classes", figures.classes);
  fields.optional("rounding", figures.rounding);
  fields.unless_empty("groups", figures.groups);
  fields.optional("label_space", figures.label_space);
}

}  // namespace remedy
