#include "execute/opened_data.h"

#include "core/error.h"
#include "core/text.h"

namespace remedy {
namespace {

void compare_value(const std::string& what, const Json& planned, const Json& opened,
                   std::vector<DataDifference>& found) {
  if (planned == opened) return;
  const auto text = [](const Json& value) {
    return value.is_string() ? value.get<std::string>() : value.is_null() ? "" : value.dump();
  };
  found.push_back({what, text(planned), text(opened)});
}

// Every key of either.
void compare_values(const std::string& prefix, const Json& planned, const Json& opened,
                    std::vector<DataDifference>& found) {
  const auto at = [](const Json& values, const std::string& key) {
    return values.contains(key) ? values[key] : Json();
  };
  Json keys = Json::object();
  for (const Json* side : {&planned, &opened}) {
    if (side->is_object()) keys.update(*side);
  }
  for (const auto& [key, value] : keys.items()) {
    if (value.is_object()) {
      compare_values(prefix + key + ".", at(planned, key), at(opened, key), found);
    } else {
      compare_value(prefix + key, at(planned, key), at(opened, key), found);
    }
  }
}

}  // namespace

StudyData study_data(const Study& study, const Fingerprints& fingerprints) {
  return {comparable(study, fingerprints), training(fingerprints)};
}

Json to_json(const StudyData& data) {
  return {{"comparable", data.comparable}, {"training", data.training}};
}

StudyData study_data_from_json(const Json& json) {
  return {json.at("comparable"), json.at("training")};
}

std::vector<DataDifference> differences(const StudyData& planned, const StudyData& opened) {
  std::vector<DataDifference> found;
  compare_values("", planned.comparable, opened.comparable, found);
  return found;
}

Json training_of(const StudyData& data, const Trial& trial, const Uses& uses) {
  Json used = Json::object();
  const auto keep = [&](bool is_used, const char* key) {
    if (is_used && data.training.contains(key)) used[key] = data.training[key];
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
  compare_values("data.", training_of(planned, trial, uses), training_of(opened, trial, uses),
                 found);
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

Json to_json(const std::vector<DataDifference>& differences) {
  Json list = Json::array();
  for (const DataDifference& difference : differences) {
    list.push_back({{"what", difference.what},
                    {"planned", difference.planned},
                    {"opened", difference.opened}});
  }
  return list;
}

}  // namespace remedy
