#include "report/settings/lost_classes.h"

#include <algorithm>
#include <tuple>

#include "core/error.h"
#include "core/file.h"
#include "core/run/gallery_files.h"
#include "report/content/fields.h"
#include "report/input/image_ranks.h"
#include "report/input/kept_values.h"
#include "statistics/fdr.h"
#include "statistics/mcnemar.h"

namespace remedy {
namespace {

constexpr std::size_t kListed = 10;

void add_recorded(const Json& entry, ClassTallies& losses) {
  const auto index = count_at(entry, "class"), images = count_at(entry, "images"),
             before = count_at(entry, "before"), after = count_at(entry, "after"),
             flips = count_at(entry, "negative_flips");
  if (!index || !images || !before || !after || !flips) return;
  if (*before > *images || *after > *before || *flips > *before) return;
  if (*after - *before + *flips < 0) return;
  ClassTally& loss = losses[*index];
  loss.class_index = *index;
  loss.images = *images;
  loss.before = *before;
  const std::string name = text_at(entry, "name");
  loss.name = name.empty() ? Json(nullptr) : Json(name);
  loss.add(*after, *flips);
}

const Json* recorded_list(const TrialRow& row, const std::string& suite) {
  const Json* suites = find_member(*row.record, "suites");
  const Json* entry = suites ? find_member(*suites, suite) : nullptr;
  const Json* lost = entry ? find_field(*entry, "classes.lost") : nullptr;
  return lost != nullptr && lost->is_array() ? lost : nullptr;
}

std::filesystem::path run_of(const TrialRow& row) {
  return row.predictions.parent_path().parent_path();
}

Json listed(const ClassTallies& losses, std::size_t trials, std::size_t classes) {
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
  Json list = Json::array();
  for (const std::size_t i : shown) {
    const ClassTally& loss = *order[i];
    list.push_back({{"class", loss.class_index},
                    {"name", loss.name},
                    {"images", loss.images},
                    {"before", loss.before},
                    {"after", loss.after / loss.trials},
                    {"negative_flips", loss.negative_flips / loss.trials},
                    {"trials", loss.trials},
                    {"p", p[i]},
                    {"p_fdr", adjusted[i]}});
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

const std::optional<LostClasses::Baseline>& LostClasses::baseline(const std::filesystem::path& run,
                                                                  const std::string& suite) {
  const auto [found, is_new] = baselines_.insert({{run.string(), suite}, std::nullopt});
  if (!is_new) return found->second;
  try {
    const StateDict kept = read_checkpoint(GalleryFiles(run).baseline(suite));
    Baseline baseline;
    baseline.labels = kept_values<std::int32_t>(kept, "label", DType::kInt32);
    const auto predicted = kept_values<std::int32_t>(kept, "predicted", DType::kInt32);
    const bool whole = !predicted.empty() && predicted.size() == baseline.labels.size() &&
                       *std::min_element(baseline.labels.begin(), baseline.labels.end()) >= 0;
    for (std::size_t i = 0; whole && i < predicted.size(); ++i) {
      const std::int32_t label = baseline.labels[i];
      baseline.right.push_back(predicted[i] == label);
      baseline.most = std::max(baseline.most, static_cast<std::size_t>(label));
      ClassTally& loss = baseline.classes[label];
      loss.class_index = label;
      ++loss.images;
      loss.before += baseline.right.back();
    }
    if (whole) found->second = std::move(baseline);
  } catch (const Error&) {
    // A run of an earlier version: the records tell of the classes that lose most.
  }
  return found->second;
}

const Json& LostClasses::names(const std::filesystem::path& run) {
  const auto [found, is_new] = names_.insert({run.string(), Json::array()});
  if (is_new) {
    try {
      found->second = read_json(GalleryFiles(run).classes());
    } catch (const Error&) {
      // Classes are called by their numbers.
    }
  }
  return found->second;
}

Json LostClasses::of(const std::vector<const TrialRow*>& trials, const std::string& suite,
                     std::size_t images) {
  std::vector<const TrialRow*> measured;
  for (const TrialRow* row : trials) {
    if (row->has_result() && !row->json.contains("repeats_draw")) measured.push_back(row);
  }
  ClassTallies losses, recorded;
  bool kept = !measured.empty(), told = false;
  for (const TrialRow* row : measured) {
    if (const Json* list = recorded_list(*row, suite)) {
      told = true;
      for (const Json& entry : *list) add_recorded(entry, recorded);
    }
    const auto& before = baseline(run_of(*row), suite);
    const auto ranks = before ? image_ranks(row->predictions, suite) : std::nullopt;
    kept = kept && ranks && ranks->size() == before->labels.size();
    if (!kept) continue;
    if (losses.empty()) losses = before->classes;
    std::vector<std::int64_t> after(before->most + 1), lost(before->most + 1);  // by class
    for (std::size_t i = 0; i < ranks->size(); ++i) {
      const auto label = static_cast<std::size_t>(before->labels[i]);
      after[label] += (*ranks)[i] == 0;
      lost[label] += (*ranks)[i] != 0 && before->right[i];
    }
    for (auto& [index, loss] : losses) {
      const auto at = static_cast<std::size_t>(index);
      loss.add(after[at], lost[at]);
    }
  }
  if (!kept) return told ? listed(recorded, measured.size(), images) : Json(nullptr);
  const Json& called = names(run_of(*measured.front()));
  for (auto& [index, loss] : losses) {
    const auto at = static_cast<std::size_t>(index);
    loss.name = at < called.size() && called[at].is_string() ? called[at] : Json(nullptr);
  }
  return listed(losses, measured.size(), losses.size());
}

}  // namespace remedy
