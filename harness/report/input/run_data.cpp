#include "report/input/run_data.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <sstream>

#include "core/error.h"
#include "core/file.h"
#include "core/json.h"
#include "core/run/gallery_files.h"
#include "core/study/reader/sections/geometry_section.h"
#include "core/study/unconfirmed.h"

namespace remedy {
namespace {

// The folder's own name, whatever way the path takes to it ("runs/a/", ".").
std::string folder_name(const std::filesystem::path& root) {
  std::error_code ignored;
  auto path = std::filesystem::weakly_canonical(root, ignored);
  if (ignored) path = root;
  if (path.filename().empty()) path = path.parent_path();
  return path.filename().empty() ? path.string() : path.filename().string();
}

Plan load_plan(const std::filesystem::path& file) {
  const Json json = read_json(file);
  try {
    return plan_from_json(json);
  } catch (const std::exception& error) {
    throw Error("{}: {}", file.string(), error.what());
  }
}

// From study.yaml, or else from a record, or else the folder's name.
std::string study_name(const RunDirectory& directory,
                       const std::map<std::string, TrialRecord>& records) {
  try {
    const YAML::Node study = YAML::LoadFile(directory.study().string())["study"];
    if (study && study.IsScalar()) return study.Scalar();
  } catch (const YAML::Exception&) {
    // A report needs no more of the file than the name.
  }
  if (!records.empty()) return records.begin()->second.study;
  return folder_name(directory.root());
}

// From study.yaml; where it cannot be read, nothing is known of the baseline.
std::string baseline_warning(const RunDirectory& directory) {
  try {
    const YAML::Node node = YAML::LoadFile(directory.study().string())["baseline"];
    if (!node || !node.IsMap() || node["expect"]) return {};
    Problems problems(directory.study().string());
    Section section(node, "baseline", problems);
    const std::string architecture = section.text("architecture").value_or("resnet18");
    return unconfirmed_warning(architecture, read_geometry(section, architecture, problems));
  } catch (const YAML::Exception&) {
    return {};
  }
}

// The defaults where study.yaml does not say, or cannot be read.
Acceptance read_accept(const RunDirectory& directory) {
  Acceptance accept;
  try {
    const YAML::Node node = YAML::LoadFile(directory.study().string())["accept"];
    if (!node || !node.IsMap()) return accept;
    accept.fix = node["fix"].as<double>(accept.fix);
    accept.retention = node["retention"].as<double>(accept.retention);
    accept.guard_drop = node["guard_drop"].as<double>(accept.guard_drop);
    accept.over_prediction = node["over_prediction"].as<double>(accept.over_prediction);
  } catch (const YAML::Exception&) {
    // As in study_name().
  }
  return accept;
}

// Nothing where study.yaml does not say, or cannot be read.
std::optional<Selection> read_select(const RunDirectory& directory) {
  try {
    const YAML::Node node = YAML::LoadFile(directory.study().string())["select"];
    if (!node || !node.IsMap() || !node["on"]) return std::nullopt;
    Selection select;
    if (node["rule"].as<std::string>("") == "mean") select.rule = Selection::Rule::kMean;
    select.suite = node["on"].as<std::string>();
    select.grouping = node["groups"].as<std::string>("");
    return select;
  } catch (const YAML::Exception&) {
    return std::nullopt;  // as in study_name()
  }
}

// From log.jsonl. A line that is damaged says nothing.
RunMade read_made(const RunDirectory& directory) {
  RunMade made;
  std::istringstream lines(read_if_present(directory.log()));
  for (std::string line; std::getline(lines, line);) {
    const Json event = Json::parse(line, nullptr, /*allow_exceptions=*/false);
    const auto text = [&](const char* key) {
      return event.is_object() && event.contains(key) && event[key].is_string()
                 ? event[key].get<std::string>()
                 : std::string();
    };
    const std::string time = text("time");
    if (time.empty()) continue;
    if (made.started.empty()) made.started = time;
    made.finished = time;
    if (text("event") != "command") continue;
    made.command = text("command");
    made.cpu = text("cpu");
    made.commit = text("commit");
  }
  return made;
}

// Empty where the run keeps none.
std::vector<std::string> class_names(const std::filesystem::path& root) {
  std::vector<std::string> names;
  try {
    for (const Json& name : read_json(GalleryFiles(root).classes())) {
      names.push_back(name.is_string() ? name.get<std::string>() : "");
    }
  } catch (const Error&) {
    // Classes are called by their numbers.
  }
  return names;
}

// Of the suites of which some record says that their labels are not the network's classes.
std::map<std::string, std::vector<std::string>> names_in_space(const RunData& run) {
  std::map<std::string, std::vector<std::string>> names;
  for (const auto& [id, record] : run.records) {
    for (const auto& [suite, figures] : record.result.suites) {
      if (!figures.label_space || names.count(suite) > 0) continue;
      std::vector<std::string>& of_suite = names[suite];
      try {
        const Json kept = read_json(GalleryFiles(run.root).images(suite));
        const auto classes = kept.find("classes");
        for (const Json& name : classes == kept.end() ? Json::array() : *classes) {
          of_suite.push_back(name.is_string() ? name.get<std::string>() : "");
        }
      } catch (const Error&) {
        // Classes are called by their numbers.
      }
    }
  }
  return names;
}

}  // namespace

std::string RunData::class_name(const std::string& suite, std::int32_t index) const {
  const auto own = names_in_space.find(suite);
  const std::vector<std::string>& names = own == names_in_space.end() ? class_names : own->second;
  const auto place = static_cast<std::size_t>(index);
  if (index >= 0 && place < names.size() && !names[place].empty()) return names[place];
  return "class " + std::to_string(index);
}

RunData load_run(const std::filesystem::path& root) {
  std::error_code ignored;
  if (!std::filesystem::is_directory(root, ignored)) {
    throw Error("{}: there is no such folder; a run directory is what `remedy run` writes",
                root.string());
  }
  const RunDirectory directory(root);
  if (!std::filesystem::exists(directory.plan(), ignored)) {
    throw Error("{}: not a run directory: it has no plan.json", root.string());
  }
  RunData run;
  run.root = root;
  run.plan = load_plan(directory.plan());
  run.records = directory.load_records(run.unreadable);
  run.study = study_name(directory, run.records);
  run.unconfirmed = baseline_warning(directory);
  run.accept = read_accept(directory);
  run.select = read_select(directory);
  run.made = read_made(directory);
  run.class_names = class_names(root);
  run.names_in_space = names_in_space(run);
  run.classes = run.class_names.size();
  RunPredictions predictions = read_predictions(root, run.records);
  run.margins = std::move(predictions.margins);
  run.outcomes = std::move(predictions.outcomes);
  run.confidences = std::move(predictions.confidences);
  std::sort(run.unreadable.begin(), run.unreadable.end(),
            [](const auto& a, const auto& b) { return a.file < b.file; });
  return run;
}

std::vector<RunWarning> load_warnings(const RunData& run) {
  std::vector<RunWarning> list;
  const auto file = RunDirectory(run.root).warnings();
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) return list;
  const Json parts = read_json(file);
  try {
    for (const Json& part : parts) {
      for (const Json& warning : part) {
        list.push_back({warning.at("kind"), warning.at("message")});
      }
    }
  } catch (const Json::exception& error) {
    throw Error("{}: not the warnings of a run: {}", file.string(), error.what());
  }
  return list;
}

std::vector<std::string> run_names(const std::vector<RunData>& runs) {
  std::vector<std::string> names;
  for (const RunData& run : runs) {
    const std::string base = folder_name(run.root);
    std::string name = base;
    for (int i = 2; std::find(names.begin(), names.end(), name) != names.end(); ++i) {
      name = fmt::format("{} ({})", base, i);
    }
    names.push_back(name);
  }
  return names;
}

}  // namespace remedy
