#include "cli/planning/planned_study.h"

#include <cstdio>
#include <filesystem>
#include <set>

#include "core/error.h"
#include "core/study/pretrained/pretrained_config.h"
#include "core/study/reader/study_reader.h"
#include "core/study/unconfirmed.h"
#include "core/text.h"
#include "launch/discovery.h"
#include "launch/study_listing.h"
#include "model/checkpoint/fit/baseline_weights.h"

namespace remedy {
namespace {

bool matches(const Trial& trial, const std::string& pattern) {
  return matches_glob(pattern, trial.label) || matches_glob(pattern, trial.id) ||
         matches_glob(pattern, describe_trial(trial));
}

// What --only names, and all that it starts from. Throws Error for a pattern that no trial matches.
Plan select(Plan plan, const std::vector<std::string>& only) {
  if (only.empty()) return plan;
  std::set<std::string> wanted = matching_trials(plan, only, "--only");
  // A trial stands after its parents, so one pass from the end finds all ancestors.
  for (auto trial = plan.trials.rbegin(); trial != plan.trials.rend(); ++trial) {
    if (wanted.count(trial->id) > 0) wanted.insert(trial->after.begin(), trial->after.end());
  }
  Plan result;
  for (const Trial& trial : plan.trials) {
    if (wanted.count(trial.id) > 0) result.trials.push_back(trial);
  }
  return result;
}

// Throws Error naming the command that makes them where the weights are still to be trained.
WeightsContent read_weights(const Study& study, std::size_t classes) {
  if (study.baseline.pretrain && !std::filesystem::exists(study.baseline.weights)) {
    throw Error("{}: there is no such file; remedy pretrain {} trains it",
                study.baseline.weights.string(), study.file.string());
  }
  return weights_content(study.baseline, classes);
}

// Where the study prepares images otherwise than a file beside the weights says, or nothing. Such a
// file may be about other weights, so it is no error, and one that cannot be read is not meant
// here.
std::string other_preprocess(const Study& study) {
  try {
    const auto config = pretrained_config(study.baseline.weights);
    const std::string found =
        config ? difference(study.baseline.preprocess, config->preprocess) : "";
    if (found.empty()) return "";
    return fmt::format(
        "{}: baseline.preprocess differs from {}: {}. Another way to prepare images than the "
        "weights "
        "were trained with costs accuracy without a word; write preprocess: auto, unless the file "
        "is "
        "not about these weights",
        study.file.string(), config->file.string(), found);
  } catch (const Error&) {
    return "";
  }
}

}  // namespace

std::set<std::string> matching_trials(const Plan& plan, const std::vector<std::string>& patterns,
                                      const char* option) {
  std::set<std::string> matching;
  for (const std::string& pattern : patterns) {
    bool found = false;
    for (const Trial& trial : plan.trials) {
      if (!matches(trial, pattern)) continue;
      found = true;
      matching.insert(trial.id);
    }
    if (found) continue;
    std::set<std::string> labels;
    for (const Trial& trial : plan.trials) labels.insert(trial.label);
    throw Error("{} '{}': no trial has such a label, id or line in remedy plan; labels: {}", option,
                pattern, join({labels.begin(), labels.end()}, ", "));
  }
  return matching;
}

// A worker is asked only where the machine has an NVIDIA driver, or CUDA is asked for by name.
std::vector<std::string> resolve_devices(const std::string& wanted) {
  if (wanted == "cpu" || wanted.find(':') != std::string::npos) return {wanted};
  if (wanted == "auto" && !std::filesystem::exists("/dev/nvidiactl")) return {"cpu"};
  const std::string kind = wanted == "auto" ? "cuda" : wanted;
  const int count = worker_hello()["accelerators"].value(kind, 0);
  if (count == 0) {
    if (wanted == "auto") return {"cpu"};
    if (wanted == "cuda") return {wanted};  // the worker says why there is none
    throw Error("--device {}: expected auto, cpu, cuda or cuda:<index>", wanted);
  }
  std::vector<std::string> devices;
  devices.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) devices.push_back(fmt::format("{}:{}", kind, i));
  return devices;
}

void print_warnings(const std::vector<StudyWarning>& warnings) {
  for (const StudyWarning& warning : warnings) {
    std::fprintf(stderr, "warning: %s\n", warning.message.c_str());
  }
}

void tell_of_baseline(const PlannedStudy& planned) {
  if (!planned.weights_note.empty()) std::fprintf(stderr, "%s\n", planned.weights_note.c_str());
  const Study& study = planned.study;
  if (study.baseline.expect) return;
  const std::string text =
      unconfirmed_warning(study.baseline.architecture, study.baseline.geometry);
  std::fprintf(stderr, "warning: %s: %s\n", study.file.c_str(), text.c_str());
}

PlannedStudy plan_study(const StudyArguments& arguments) {
  PlannedStudy planned;
  StudyDraft draft = draft_study(arguments.file, arguments.overrides);
  planned.catalogue = describe_plugins(find_plugins(draft.study.plugins));
  planned.study = finish_study(std::move(draft), planned.catalogue);
  planned.devices = arguments.elsewhere && arguments.device == "auto"
                        ? std::vector<std::string>{planned.study.slurm.gpus > 0 ? "cuda" : "cpu"}
                        : resolve_devices(arguments.device);
  const StudyListing listing = list_study(planned.study);
  const WeightsContent weights = read_weights(planned.study, listing.classes.size());
  planned.weights_note = weights.note;
  const Fingerprints prints =
      fingerprints(planned.study, listing, weights.content,
                   planned.devices.front().substr(0, 4) == "cuda" ? "cuda" : "cpu");
  planned.plan = select(make_plan(planned.study, planned.catalogue, prints), arguments.only);
  planned.data = study_data(planned.study, prints);
  planned.warnings = listing_warnings(planned.study, listing);
  if (const std::string text = other_preprocess(planned.study); !text.empty()) {
    planned.warnings.push_back({"preprocess", text});
  }
  planned.image_folders = image_folders(planned.study, listing);
  return planned;
}

}  // namespace remedy
