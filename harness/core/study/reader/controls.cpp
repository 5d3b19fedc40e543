#include "core/study/reader/controls.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "core/error.h"

namespace remedy {
namespace {

bool has_data_for(const Study& study, const std::string& control) {
  if (control == kLogitShift) return !study.stops.empty() && !study.target.class_id.empty();
  if (control == kAnchorsFinetune) return !study.stops.empty() && study.data.anchors.has_value();
  return true;
}

std::vector<std::string> wanted_controls(const Study& study, const YAML::Node& node,
                                         Problems& problems) {
  std::vector<std::string> wanted;
  if (!node.IsDefined()) {
    for (const char* control : kControls) {
      if (has_data_for(study, control)) wanted.emplace_back(control);
    }
    return wanted;
  }
  const int line = node.Mark().line + 1;
  if (!node.IsSequence()) {
    problems.add(line, "controls", "expected a list such as [identity, logit_shift], or []");
    return wanted;
  }
  for (const YAML::Node& item : node) {
    const std::string name = item.IsScalar() ? item.Scalar() : "";
    if (std::find(kControls.begin(), kControls.end(), name) == kControls.end()) {
      problems.add(
          line, "controls",
          fmt::format("found \"{}\", expected identity, logit_shift or anchors_finetune", name));
    } else {
      wanted.push_back(name);
    }
  }
  return wanted;
}

}  // namespace

void add_controls(Study& study, const YAML::Node& node, Problems& problems) {
  std::set<std::string> labels, plugins;
  for (const RemediationEntry& entry : study.remediations) {
    labels.insert(entry.label);
    plugins.insert(entry.use);
  }
  std::vector<RemediationEntry> added;
  for (const std::string& control : wanted_controls(study, node, problems)) {
    if (!plugins.insert(control).second) continue;
    RemediationEntry entry;
    entry.use = control;
    entry.label = labels.insert(control).second ? control : "control_" + control;
    added.push_back(entry);
  }
  study.remediations.insert(study.remediations.begin(), added.begin(), added.end());
}

}  // namespace remedy
