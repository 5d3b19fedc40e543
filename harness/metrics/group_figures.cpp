#include "metrics/group_figures.h"

#include <algorithm>
#include <functional>

#include "core/error.h"
#include "statistics/basic/describe.h"
#include "statistics/calibration.h"
#include "statistics/intervals.h"

namespace remedy {
namespace {

double share(std::int64_t part, std::int64_t whole) {
  return static_cast<double>(part) / static_cast<double>(whole);
}

// Of one model, on the images of one group.
GroupAccuracy accuracy_of(const ImageGroup& group, const std::vector<std::int32_t>& labels,
                          const Outcomes& model) {
  std::vector<bool> right;
  std::vector<double> confidences;
  for (const std::uint32_t i : group.images) {
    right.push_back(model.right(i, labels[i]));
    confidences.push_back(model.confidence[i]);
  }
  GroupAccuracy result;
  const auto images = static_cast<std::int64_t>(right.size());
  result.right = std::count(right.begin(), right.end(), true);
  const statistics::Interval interval = statistics::wilson_interval(result.right, images);
  result.accuracy = share(result.right, images);
  result.low = interval.low;
  result.high = interval.high;
  result.ece = statistics::expected_calibration_error(confidences, right);
  result.confidence = statistics::mean(confidences);
  return result;
}

GroupFigures figures_of(const ImageGroup& group, const std::vector<std::int32_t>& labels,
                        const Outcomes& baseline, const Outcomes& remediated) {
  GroupFigures figures;
  figures.name = group.name;
  figures.images = static_cast<std::int64_t>(group.images.size());
  figures.prevalence = group.prevalence;
  if (group.images.empty()) return figures;
  if (group.images.back() >= labels.size()) {
    throw Error("the group {} names image {} of a suite of {}", group.name, group.images.back(),
                labels.size());
  }
  figures.baseline = accuracy_of(group, labels, baseline);
  figures.remediated = accuracy_of(group, labels, remediated);
  for (const std::uint32_t i : group.images) {
    const bool before = baseline.right(i, labels[i]);
    const bool after = remediated.right(i, labels[i]);
    figures.negative_flips += before && !after;
    figures.positive_flips += !before && after;
  }
  return figures;
}

using OfModel = std::function<const std::optional<GroupAccuracy>&(const GroupFigures&)>;

// Over the groups that have images.
GroupSummary summary_of(const std::vector<GroupFigures>& groups, const OfModel& of) {
  GroupSummary summary;
  double best = 0, worst = 1, sum = 0, weighted = 0, weight = 0;
  std::int64_t measured = 0;
  bool has_weights = false;
  for (const GroupFigures& group : groups) {
    if (!of(group)) continue;
    const double accuracy = of(group)->accuracy;
    worst = std::min(worst, accuracy);
    best = std::max(best, accuracy);
    sum += accuracy;
    ++measured;
    if (!group.prevalence) continue;
    has_weights = true;
    weighted += *group.prevalence * accuracy;
    weight += *group.prevalence;
  }
  if (measured == 0) return {};
  for (const GroupFigures& group : groups) {
    if (of(group) && of(group)->accuracy == worst) summary.worst.groups.push_back(group.name);
  }
  summary.worst.accuracy = worst;
  summary.gap = best - worst;
  summary.mean_over_groups = sum / static_cast<double>(measured);
  if (has_weights && weight > 0) summary.mean_by_prevalence = weighted / weight;
  return summary;
}

double over_images(const std::vector<std::int32_t>& labels, const Outcomes& model) {
  std::int64_t right = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) right += model.right(i, labels[i]);
  return share(right, static_cast<std::int64_t>(labels.size()));
}

}  // namespace

GroupingFigures group_figures(const ImageGrouping& grouping,
                              const std::vector<std::int32_t>& labels, const Outcomes& baseline,
                              const Outcomes& remediated) {
  GroupingFigures figures;
  if (!grouping.prevalence_of.empty()) figures.prevalence_of = grouping.prevalence_of;
  std::vector<int> groups_of(labels.size(), 0);  // in how many groups an image is
  for (const ImageGroup& group : grouping.groups) {
    figures.groups.push_back(figures_of(group, labels, baseline, remediated));
    for (const std::uint32_t i : group.images) ++groups_of[i];
  }
  figures.in_no_group = std::count(groups_of.begin(), groups_of.end(), 0);
  figures.in_several_groups =
      std::count_if(groups_of.begin(), groups_of.end(), [](int count) { return count > 1; });
  figures.baseline = summary_of(
      figures.groups, [](const GroupFigures& group) -> const auto& { return group.baseline; });
  figures.remediated = summary_of(
      figures.groups, [](const GroupFigures& group) -> const auto& { return group.remediated; });
  figures.baseline.mean_over_images = over_images(labels, baseline);
  figures.remediated.mean_over_images = over_images(labels, remediated);
  return figures;
}

}  // namespace remedy
