#include "launch/opened_data.h"

#include "core/error.h"
#include "core/run/comparable_fields.h"
#include "core/text.h"

namespace remedy {
namespace {

void compare(const std::string& what, const std::string& planned, const std::string& opened,
             std::vector<DataDifference>& found) {
  if (planned != opened) found.push_back({what, planned, opened});
}

// Every name of either.
void compare(const std::string& prefix, const Named<std::string>& planned,
             const Named<std::string>& opened, std::vector<DataDifference>& found) {
  const auto text = [](const std::string* value) { return value == nullptr ? "" : *value; };
  for (const auto& [name, value] : planned) {
    compare(prefix + name, value, text(find_named(opened, name)), found);
  }
  for (const auto& [name, value] : opened) {
    if (find_named(planned, name) == nullptr) compare(prefix + name, "", value, found);
  }
}

std::string text(const std::optional<Precision>& precision) {
  return precision ? to_string(*precision) : "";
}

}  // namespace

template <typename Fields>
void list_fields(Fields& fields, StudyData& data) {
  fields.required("comparable", data.comparable);
  fields.required("training", data.training);
}

StudyData study_data(const Study& study, const Fingerprints& fingerprints) {
  return {comparable(study, fingerprints), training(fingerprints)};
}

Json to_json(const StudyData& data) { return write_value(data); }

StudyData study_data_from_json(const Json& json) {
  StudyData data;
  read_value(JsonPlace(json), data);
  return data;
}

std::vector<DataDifference> differences(const StudyData& planned, const StudyData& opened) {
  const Comparable& then = planned.comparable;
  const Comparable& now = opened.comparable;
  std::vector<DataDifference> found;
  compare("baseline", then.baseline, now.baseline, found);
  compare("suites.", then.suites, now.suites, found);
  compare("preprocess", then.preprocess, now.preprocess, found);
  compare("precision", text(then.precision), text(now.precision), found);
  compare("target", then.target, now.target, found);
  return found;
}

Named<std::string> training_of(const StudyData& data, const Trial& trial, const Uses& uses) {
  Named<std::string> used;
  const auto keep = [&](bool is_used, const char* key) {
    const std::string* hash = find_named(data.training, key);
    if (is_used && hash != nullptr) used.emplace_back(key, *hash);
  };
  keep(uses.counterexamples, "counterexamples");
  keep(uses.pairs, "pairs");
  keep(uses.anchors, "anchors");
  keep(trial.stop && !trial.stop->on_reported_suite(), "stop");
  return used;
}

std::vector<DataDifference> differences(const StudyData& planned, const StudyData& opened,
                                        const Trial& trial, const Uses& uses) {
  std::vector<DataDifference> found = differences(planned, opened);
  compare("data.", training_of(planned, trial, uses), training_of(opened, trial, uses), found);
  return found;
}

std::string refusal(const std::vector<DataDifference>& differences) {
  std::vector<std::string> parts;
  for (const DataDifference& difference : differences) {
    parts.push_back(fmt::format("{} is {} in the plan and {} where the worker opened it",
                                difference.what,
                                difference.planned.empty() ? "absent" : difference.planned,
                                difference.opened.empty() ? "absent" : difference.opened));
  }
  return fmt::format(
      "refused, nothing was measured: the data changed after the study was planned, or differ on "
      "this machine: {}; restore them, or give the same command again to plan anew",
      join(parts, "; "));
}

}  // namespace remedy
