#include "report/settings/lost_classes.h"

#include <algorithm>
#include <tuple>

#include "statistics/hypothesis/fdr.h"
#include "statistics/hypothesis/mcnemar.h"

namespace remedy {
namespace {

constexpr std::size_t kListed = 10;

void add_recorded(const ClassLoss& entry, ClassTallies& losses) {
  if (entry.before > entry.images || entry.after > entry.before) return;
  if (entry.negative_flips > entry.before) return;
  if (entry.after - entry.before + entry.negative_flips < 0) return;
  ClassTally& loss = losses[entry.index];
  loss.class_index = entry.index;
  loss.images = entry.images;
  loss.before = entry.before;
  loss.name = entry.name;
  if (loss.name && loss.name->empty()) loss.name.reset();
  loss.add(entry.after, entry.negative_flips);
}

const std::vector<ClassLoss>* recorded_list(const TrialSource& source, const std::string& suite) {
  const SuiteFigures* figures = find_named(source.record->result.suites, suite);
  return figures != nullptr && figures->classes ? &figures->classes->lost : nullptr;
}

std::vector<LostClass> listed(const ClassTallies& losses, std::size_t trials, std::size_t classes) {
  std::vector<const ClassTally*> order;
  std::vector<double> p;
  for (const auto& [index, loss] : losses) {
    order.push_back(&loss);
    p.push_back(loss.joined(trials));
  }
  const std::vector<double> adjusted =
      statistics::benjamini_hochberg_adjusted(p, std::max(classes, p.size()));
  std::vector<std::size_t> shown;
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (adjusted[i] <= kFalseDiscoveries) shown.push_back(i);
  }
  std::sort(shown.begin(), shown.end(), [&](std::size_t a, std::size_t b) {
    return std::make_tuple(p[a], order[a]->class_index) <
           std::make_tuple(p[b], order[b]->class_index);
  });
  if (shown.size() > kListed) shown.resize(kListed);
  std::vector<LostClass> list;
  for (const std::size_t i : shown) {
    const ClassTally& loss = *order[i];
    list.push_back({loss.class_index, loss.name, loss.images, loss.before, loss.after / loss.trials,
                    loss.negative_flips / loss.trials, loss.trials, p[i], adjusted[i]});
  }
  return list;
}

}  // namespace

void ClassTally::add(std::int64_t right_after, std::int64_t lost) {
  after += static_cast<double>(right_after);
  negative_flips += static_cast<double>(lost);
  p += lost == 0 ? 1 : statistics::mcnemar_one_sided_p(lost, right_after - before + lost);
  ++trials;
}

double ClassTally::joined(std::size_t of_trials) const {
  const double sum = p + static_cast<double>(of_trials) - trials;
  return std::min(1.0, (of_trials > 1 ? 2 : 1) * sum / static_cast<double>(of_trials));
}

const std::optional<LostClasses::Baseline>& LostClasses::baseline(const RunData& run,
                                                                  const std::string& suite) {
  const auto [found, is_new] = baselines_.try_emplace({&run, suite});
  if (!is_new) return found->second;
  const auto kept = run.outcomes.suites.find(suite);
  if (kept == run.outcomes.suites.end()) return found->second;
  // A run of an earlier version has none: its records tell of the classes that lose most.
  const std::vector<std::int32_t>& labels = kept->second.labels;
  if (labels.empty() || *std::min_element(labels.begin(), labels.end()) < 0) return found->second;
  Baseline baseline;
  baseline.kept = &kept->second;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    baseline.most = std::max(baseline.most, static_cast<std::size_t>(labels[i]));
    ClassTally& loss = baseline.classes[labels[i]];
    loss.class_index = labels[i];
    ++loss.images;
    loss.before += kept->second.right[i];
  }
  found->second = std::move(baseline);
  return found->second;
}

std::optional<std::vector<LostClass>> LostClasses::of(const TrialRows& rows,
                                                      const std::vector<std::size_t>& trials,
                                                      const std::string& suite,
                                                      std::size_t images) {
  std::vector<std::size_t> measured;
  for (const std::size_t i : trials) {
    if (rows.rows[i].has_result() && !rows.rows[i].repeats_draw) measured.push_back(i);
  }
  ClassTallies losses, recorded;
  bool kept = !measured.empty(), told = false;
  for (const std::size_t i : measured) {
    const TrialSource& source = rows.sources[i];
    if (const auto* list = recorded_list(source, suite)) {
      told = true;
      for (const ClassLoss& entry : *list) add_recorded(entry, recorded);
    }
    const auto& before = baseline(*source.run, suite);
    const RunOutcomes::After* outcome =
        before ? source.run->outcomes.find(rows.rows[i].planned.id, suite) : nullptr;
    kept = kept && outcome != nullptr && outcome->right.size() == before->kept->labels.size();
    if (!kept) continue;
    if (losses.empty()) losses = before->classes;
    std::vector<std::int64_t> after(before->most + 1), lost(before->most + 1);  // by class
    for (std::size_t image = 0; image < outcome->right.size(); ++image) {
      const auto label = static_cast<std::size_t>(before->kept->labels[image]);
      after[label] += outcome->right[image] != 0;
      lost[label] += outcome->right[image] == 0 && before->kept->right[image] != 0;
    }
    for (auto& [index, loss] : losses) {
      const auto at = static_cast<std::size_t>(index);
      loss.add(after[at], lost[at]);
    }
  }
  if (!kept) {
    if (!told) return std::nullopt;
    return listed(recorded, measured.size(), images);
  }
  const RunData& run = *rows.sources[measured.front()].run;
  const bool named = !run.class_names.empty() || run.names_in_space.count(suite) > 0;
  for (auto& [index, loss] : losses) {
    if (named) loss.name = run.class_name(suite, static_cast<std::int32_t>(index));
  }
  return listed(losses, measured.size(), losses.size());
}

}  // namespace remedy
