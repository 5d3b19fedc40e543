#include "core/plan/plan.h"

#include <algorithm>
#include <functional>
#include <set>

#include "core/error.h"
#include "core/hash.h"
#include "core/json_fields.h"
#include "core/plan/draw.h"
#include "core/plan/parents.h"
#include "core/text.h"

namespace remedy {
namespace {

using Values = std::map<std::string, ParameterValue>;

constexpr std::size_t kIdDigits = 16;  // hexadecimal

// Every combination of the entry's values; the last parameter changes fastest.
std::vector<Values> combinations(const RemediationEntry& entry, const RemediationInfo& info) {
  Values defaults;
  for (const ParameterInfo& parameter : info.parameters) {
    defaults[parameter.name] = parameter.default_value;
  }
  std::vector<Values> result = {defaults};
  for (const auto& [key, values] : entry.grid) {
    std::vector<Values> next;
    for (const Values& so_far : result) {
      for (const ParameterValue& value : values) {
        next.push_back(so_far);
        next.back()[key] = value;
      }
    }
    result = std::move(next);
  }
  return result;
}

template <typename T>
std::vector<std::optional<T>> factor(bool used, const std::vector<T>& levels) {
  if (!used) return {std::nullopt};
  return {levels.begin(), levels.end()};
}

class Planner {
 public:
  Planner(const Study& study, const Catalogue& catalogue, const Fingerprints& prints)
      : study_(study), catalogue_(catalogue), prints_(prints) {}

  Plan plan() {
    for (const RemediationEntry& entry : study_.remediations) add(entry);
    // In the order of the file, but for parents, which stand before their children.
    Plan plan;
    for (const std::string& label : order_) {
      for (Trial& trial : by_label_[label]) plan.trials.push_back(std::move(trial));
    }
    std::set<std::string> parents;
    for (const Trial& trial : plan.trials) parents.insert(trial.after.begin(), trial.after.end());
    for (Trial& trial : plan.trials) trial.depended_upon = parents.count(trial.id) > 0;
    return plan;
  }

 private:
  void add(const RemediationEntry& entry) {
    if (by_label_.count(entry.label) > 0) return;
    for (const std::string& label : entry.after) {
      add(*std::find_if(study_.remediations.begin(), study_.remediations.end(),
                        [&](const RemediationEntry& other) { return other.label == label; }));
    }
    const RemediationInfo& info = catalogue_.remediations.at(entry.use);
    by_label_[entry.label];  // an entry is met, if only to find that it has no trial
    for (const Parents& parents : combined_parents(entry.after, by_label_)) {
      for (const Values& values : combinations(entry, info))
        add_points(entry, info, parents, values);
    }
    order_.push_back(entry.label);
  }

  // One trial for each point of the factors that the remediation uses and its parents have not
  // fixed.
  void add_points(const RemediationEntry& entry, const RemediationInfo& info,
                  const Parents& parents, const Values& values) {
    std::vector<std::int64_t> draws(static_cast<std::size_t>(study_.design.draws));
    for (std::size_t i = 0; i < draws.size(); ++i) draws[i] = static_cast<std::int64_t>(i);
    auto stops = factor(info.uses.stop, study_.stops);
    if (!info.uses.stop && !study_.stops.empty()) stops = {study_.stops.front()};
    auto classes = factor(info.uses.anchors, study_.design.anchor_classes);
    auto draw_levels = factor(info.uses.anchors, draws);
    auto seeds = factor(info.uses.randomness, study_.design.seeds);
    if (parents.stop) stops = {parents.stop};
    if (parents.anchor_classes) classes = {parents.anchor_classes};
    if (parents.draw) draw_levels = {parents.draw};
    if (parents.seed) seeds = {parents.seed};
    const auto supervision = joined_supervision(parents.supervision, supervision_of(info, values));
    for (const auto& stop : stops) {
      for (const auto& n : classes) {
        for (const auto& draw : draw_levels) {
          for (const auto& seed : seeds) {
            Trial trial;
            trial.label = entry.label;
            trial.remediation = info.id;
            trial.version = info.version;
            trial.parameters = values;
            for (const auto& [name, swept] : entry.grid) trial.given.push_back(name);
            trial.anchor_classes = n;
            trial.draw = draw;
            trial.seed = seed;
            trial.stop = stop;
            trial.stops = info.uses.stop;
            trial.after = parents.ids;
            trial.supervision = supervision;
            identify(trial, info.uses);
            by_label_[entry.label].push_back(std::move(trial));
          }
        }
      }
    }
  }

  // Where a study names no masks, those that a remediation is given follow from the pairs.
  std::vector<std::string> supervision_of(const RemediationInfo& info, const Values& values) const {
    Uses used = info.uses_with(values);
    const auto& counterexamples = study_.data.counterexamples;
    const FolderSource* folder = counterexamples ? counterexamples->folder() : nullptr;
    used.masks = used.masks && folder != nullptr && !folder->masks.empty();
    return used.supervision();
  }

  struct DrawnAnchors {
    std::string content;  // a hash of labels and images in their order
    std::string set;      // whatever their order
  };

  // The anchors of a point are the same for every remediation: drawn and hashed once.
  const DrawnAnchors& anchors(std::int64_t classes, std::int64_t draw) {
    DrawnAnchors& drawn = anchors_[{classes, draw}];
    if (drawn.content.empty()) {
      std::vector<std::string> lines;
      for (const std::size_t i :
           draw_anchors(prints_.anchor_labels, classes, draw, study_.design.anchors_per_class)) {
        lines.push_back(
            fmt::format("{} {}\n", prints_.anchor_labels[i], prints_.anchor_contents[i]));
      }
      drawn.content = hash_of(lines);
      std::sort(lines.begin(), lines.end());
      drawn.set = hash_of(lines).substr(0, kIdDigits);
    }
    return drawn;
  }

  static std::string hash_of(const std::vector<std::string>& lines) {
    Sha256 hash;
    for (const std::string& line : lines) hash.update(line);
    return hash.hex();
  }

  // The id is a hash of everything that determines the result, and of nothing else.
  void identify(Trial& trial, const Uses& uses) {
    Json key;
    key["remediation"] = trial.remediation;
    key["version"] = trial.version;
    for (const auto& [name, value] : trial.parameters) key["parameters"][name] = to_json(value);
    key["baseline"] = prints_.baseline;
    key["preprocess"] = to_text(study_.baseline.preprocess);
    key["target"] = prints_.target_classes;
    key["precision"] = to_string(study_.precision);
    key["device"] = prints_.device;
    if (uses.counterexamples) {
      key["counterexamples"] = prints_.counterexamples;
      trial.training_images += prints_.counterexample_count;
    }
    if (uses.pairs) key["pairs"] = prints_.pairs;
    if (uses.anchors) {
      const DrawnAnchors& drawn = anchors(*trial.anchor_classes, *trial.draw);
      key["anchors"] = drawn.content;
      trial.anchors = drawn.set;
      trial.training_images +=
          static_cast<std::size_t>(*trial.anchor_classes * study_.design.anchors_per_class);
    }
    if (uses.training) {
      key["training"] = prints_.training;
      trial.training_images += prints_.training_count;
    }
    if (trial.seed) key["seed"] = *trial.seed;
    if (trial.stop) {
      key["stop"] = {{"set", prints_.stop_sets.at(trial.stop->on)},
                     {"reported", trial.stop->on_reported_suite()},
                     {"above", trial.stop->above},
                     {"steps", trial.stop->steps}};
    }
    if (!trial.after.empty()) key["after"] = one_or_several_json(trial.after);
    trial.id = sha256(canonical(key)).substr(0, kIdDigits);
  }

  const Study& study_;
  const Catalogue& catalogue_;
  const Fingerprints& prints_;
  std::map<std::string, std::vector<Trial>> by_label_;
  std::vector<std::string> order_;
  std::map<std::pair<std::int64_t, std::int64_t>, DrawnAnchors> anchors_;
};

}  // namespace

const Trial* Plan::find(const std::string& id) const {
  for (const Trial& trial : trials) {
    if (trial.id == id) return &trial;
  }
  return nullptr;
}

std::map<std::string, int> Plan::depths() const {
  std::map<std::string, int> depths;
  for (const Trial& trial : trials) {
    int& depth = depths[trial.id];
    for (const std::string& id : trial.after) depth = std::max(depth, depths[id] + 1);
  }
  return depths;
}

std::string describe_trial(const Trial& trial) {
  std::vector<std::string> parts = {trial.label};
  if (trial.anchor_classes) parts.push_back(fmt::format("N={}", *trial.anchor_classes));
  if (trial.draw) parts.push_back(fmt::format("draw={}", *trial.draw));
  if (trial.seed) parts.push_back(fmt::format("seed={}", *trial.seed));
  if (trial.stops && trial.stop->on_reported_suite()) parts.push_back("stop=" + trial.stop->on);
  for (const std::string& name : trial.given) {
    parts.push_back(fmt::format("{}={}", name, to_text(trial.parameters.at(name))));
  }
  return join(parts, " ");
}

Plan make_plan(const Study& study, const Catalogue& catalogue, const Fingerprints& fingerprints) {
  return Planner(study, catalogue, fingerprints).plan();
}

Comparable comparable(const Study& study, const Fingerprints& fingerprints) {
  Comparable result;
  result.baseline = "sha256:" + fingerprints.baseline;
  for (const Suite& suite : study.suites) {
    result.suites.emplace_back(suite.name, "sha256:" + fingerprints.suites.at(suite.name));
  }
  result.preprocess = to_text(study.baseline.preprocess);
  result.precision = study.precision;
  if (!fingerprints.target_classes.empty()) {
    result.target = fmt::format("{}: classes {}", study.target.name,
                                fmt::join(fingerprints.target_classes, ", "));
  }
  return result;
}

Named<std::string> training(const Fingerprints& fingerprints) {
  Named<std::string> hashes;
  const auto add = [&](const char* key, const std::string& hash) {
    if (!hash.empty()) hashes.emplace_back(key, "sha256:" + hash);
  };
  add("counterexamples", fingerprints.counterexamples);
  add("pairs", fingerprints.pairs);
  add("anchors", fingerprints.anchors);
  add("training", fingerprints.training);
  const auto stop = fingerprints.stop_sets.find("stop");
  if (stop != fingerprints.stop_sets.end()) add("stop", stop->second);
  return hashes;
}

}  // namespace remedy
