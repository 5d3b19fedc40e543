// The part of reading a study that needs to know the remediations.
#include <algorithm>
#include <functional>
#include <set>

#include "core/error.h"
#include "core/study/reader/study_reader.h"
#include "core/text.h"

namespace remedy {
namespace {

std::vector<std::string> labels(const Study& study) {
  std::vector<std::string> list;
  for (const RemediationEntry& entry : study.remediations) list.push_back(entry.label);
  return list;
}

void check_parameters(RemediationEntry& entry, const RemediationInfo& info, Problems& problems) {
  std::vector<std::string> names = {"use", "after"};
  for (const ParameterInfo& parameter : info.parameters) names.push_back(parameter.name);
  for (auto& [key, values] : entry.grid) {
    const std::string path = "remediations." + entry.label + "." + key;
    const ParameterInfo* parameter = info.find_parameter(key);
    if (parameter == nullptr) {
      problems.add(entry.lines[key], path,
                   fmt::format("{} has no such parameter{}; allowed: {}", info.id,
                               did_you_mean(key, names), join(names, ", ")));
      continue;
    }
    for (ParameterValue& value : values) {
      if (const auto accepted = parameter->accept(value)) {
        value = *accepted;
      } else {
        const std::string found = to_text(value);
        problems.add(entry.lines[key], path,
                     fmt::format("found {}, expected {}{}", found, parameter->allowed(),
                                 did_you_mean(found, parameter->choices)));
      }
    }
  }
}

void check_uses(const RemediationEntry& entry, const RemediationInfo& info, const Study& study,
                Problems& problems) {
  const auto need = [&](bool used, bool given, const char* key) {
    if (used && !given) {
      problems.add(
          entry.line, "remediations." + entry.label,
          fmt::format("{} uses {}, which the study does not name; add data.{}", info.id, key, key));
    }
  };
  need(info.uses.counterexamples, study.data.counterexamples.has_value(), "counterexamples");
  need(info.uses.anchors, study.data.anchors.has_value(), "anchors");
  need(info.uses.training, study.data.training.has_value(), "training");
  need(info.uses.stop, !study.stops.empty(), "stop");
  const auto& counterexamples = study.data.counterexamples;
  if (info.uses.pairs && counterexamples && !counterexamples->has_originals()) {
    problems.add(entry.line, "remediations." + entry.label,
                 fmt::format("{} learns from pairs of a counterexample and what it was made of; "
                             "add data.counterexamples.originals",
                             info.id));
  }
  if (info.uses.predecessor && entry.after.empty()) {
    problems.add(entry.line, "remediations." + entry.label,
                 fmt::format("{} starts from another remediation's result; add \"after\" with its "
                             "label",
                             info.id));
  }
}

void check_after(const Study& study, Problems& problems) {
  for (const RemediationEntry& entry : study.remediations) {
    if (entry.after.empty()) continue;
    const auto find = [&](const std::string& label) {
      return std::find_if(study.remediations.begin(), study.remediations.end(),
                          [&](const RemediationEntry& e) { return e.label == label; });
    };
    const int line = entry.lines.count("after") ? entry.lines.at("after") : entry.line;
    const std::string path = "remediations." + entry.label + ".after";
    std::set<std::string> seen = {entry.label};
    for (auto at = find(entry.after);; at = find(at->after)) {
      if (at == study.remediations.end()) {
        problems.add(
            line, path,
            fmt::format("found \"{}\"{}; allowed: {}", entry.after,
                        did_you_mean(entry.after, labels(study)), join(labels(study), ", ")));
        break;
      }
      if (!seen.insert(at->label).second) {
        problems.add(line, path, "starts, over others, from its own result");
        break;
      }
      if (at->after.empty()) break;
    }
  }
}

}  // namespace

Study finish_study(StudyDraft draft, const Catalogue& catalogue) {
  for (RemediationEntry& entry : draft.study.remediations) {
    const auto found = catalogue.remediations.find(entry.use);
    if (found == catalogue.remediations.end()) {
      std::string why;
      for (const RejectedPlugin& rejected : catalogue.rejected) {
        if (rejected.library.stem() == entry.use) {
          why += fmt::format("; {} cannot be used: {}", rejected.library.string(), rejected.reason);
        }
      }
      const bool named = entry.lines.count("use") > 0;
      draft.problems.add(
          named ? entry.lines["use"] : entry.line,
          "remediations." + entry.label + (named ? ".use" : ""),
          fmt::format("there is no remediation \"{}\"{}; there are: {}{}", entry.use,
                      did_you_mean(entry.use, catalogue.ids()), join(catalogue.ids(), ", "), why));
      continue;
    }
    check_parameters(entry, found->second, draft.problems);
    check_uses(entry, found->second, draft.study, draft.problems);
  }
  check_after(draft.study, draft.problems);
  draft.problems.raise();
  return std::move(draft.study);
}

}  // namespace remedy
