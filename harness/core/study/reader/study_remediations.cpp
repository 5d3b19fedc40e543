// The part of reading a study that needs to know the remediations.
#include <algorithm>
#include <functional>
#include <set>

#include "core/error.h"
#include "core/study/architectures.h"
#include "core/study/reader/study_reader.h"
#include "core/text.h"

namespace remedy {
namespace {

std::vector<std::string> labels(const Study& study) {
  std::vector<std::string> list;
  for (const RemediationEntry& entry : study.remediations) list.push_back(entry.label);
  return list;
}

// A list without lists in it is one value of a parameter that is a list.
void gather_numbers(std::vector<ParameterValue>& values) {
  std::vector<double> numbers;
  for (const ParameterValue& value : values) {
    if (const auto* whole = std::get_if<std::int64_t>(&value)) {
      numbers.push_back(static_cast<double>(*whole));
    } else if (const auto* real = std::get_if<double>(&value)) {
      numbers.push_back(*real);
    } else {
      return;
    }
  }
  values = {numbers};
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
    if (parameter->kind == ParameterKind::kNumbers) gather_numbers(values);
    for (auto value = values.begin(); value != values.end(); ++value) {
      if (std::find(values.begin(), value, *value) == value) continue;
      problems.add(entry.lines[key], path, fmt::format("{} stands here twice", to_text(*value)));
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

void check_needs(const RemediationEntry& entry, const RemediationInfo& info, const Study& study,
                 Problems& problems) {
  const ArchitectureInfo* network = find_architecture(study.baseline.architecture);
  if (network == nullptr) return;
  const std::vector<std::string> missing = lacking(*network, info.needs);
  if (missing.empty()) return;
  problems.add(entry.line, "remediations." + entry.label,
               fmt::format("{} needs {}, which a {} does not have: leave it out", info.id,
                           join(missing, " and "), network->name));
}

int line_of_after(const RemediationEntry& entry) {
  const auto found = entry.lines.find("after");
  return found == entry.lines.end() ? entry.line : found->second;
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
  if (entry.after.size() > 1 && !info.uses.predecessors) {
    problems.add(line_of_after(entry), "remediations." + entry.label + ".after",
                 fmt::format("found {}, but {} starts from one result; name one of them (trials of "
                             "its own for each of several: one entry each, with use: {})",
                             join(entry.after, ", "), info.id, info.id));
  }
}

class Ancestry {
 public:
  Ancestry(const Study& study, Problems& problems) : study_(study), problems_(problems) {}

  void check() {
    for (const RemediationEntry& entry : study_.remediations) check_names(entry);
    for (const RemediationEntry& entry : study_.remediations) {
      if (!starts_from(entry, entry.label)) continue;
      add(entry, "starts, over others, from its own result; name a remediation that does not");
    }
  }

 private:
  const RemediationEntry* find(const std::string& label) const {
    for (const RemediationEntry& entry : study_.remediations) {
      if (entry.label == label) return &entry;
    }
    return nullptr;
  }

  void add(const RemediationEntry& entry, const std::string& message) {
    problems_.add(line_of_after(entry), "remediations." + entry.label + ".after", message);
  }

  void check_names(const RemediationEntry& entry) {
    for (auto label = entry.after.begin(); label != entry.after.end(); ++label) {
      if (std::find(entry.after.begin(), label, *label) != label) {
        add(entry, fmt::format("{} stands here twice; name each remediation once", *label));
      } else if (find(*label) == nullptr) {
        add(entry, fmt::format("found \"{}\"{}; allowed: {}", *label,
                               did_you_mean(*label, labels(study_)), join(labels(study_), ", ")));
      }
    }
  }

  // Whether `label` is among what it starts from, over however many others.
  bool starts_from(const RemediationEntry& entry, const std::string& label) const {
    std::set<std::string> seen;
    std::vector<const RemediationEntry*> open = {&entry};
    while (!open.empty()) {
      const RemediationEntry* at = open.back();
      open.pop_back();
      for (const std::string& name : at->after) {
        if (name == label) return true;
        const RemediationEntry* next = find(name);
        if (next != nullptr && seen.insert(name).second) open.push_back(next);
      }
    }
    return false;
  }

  const Study& study_;
  Problems& problems_;
};

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
    check_needs(entry, found->second, draft.study, draft.problems);
  }
  Ancestry(draft.study, draft.problems).check();
  draft.problems.raise();
  return std::move(draft.study);
}

}  // namespace remedy
