// remedy export: the repaired weights of a trial, as people deploy them.
#include <cstdio>
#include <filesystem>
#include <memory>
#include <set>

#include "cli/command.h"
#include "cli/planning/planned_study.h"
#include "core/error.h"
#include "core/file.h"
#include "core/run/run_directory.h"
#include "core/study/architectures.h"
#include "core/study/pretrained/pretrained_config.h"
#include "core/study/reader/study_reader.h"
#include "core/text.h"
#include "model/checkpoint/fit/baseline_weights.h"

namespace remedy {
namespace {

struct ExportArguments {
  std::string run;
  std::string trial;
  std::string format = "safetensors";
  std::string names = "original";
  std::string to;
};

Plan read_plan(const RunDirectory& run) {
  if (!std::filesystem::exists(run.plan())) {
    throw Error("{}: no run is here: there is no plan.json", run.root().string());
  }
  try {
    return plan_from_json(read_json(run.plan()));
  } catch (const Error& error) {
    throw Error("{}: {}", run.plan().string(), error.what());
  }
}

// The study as run. A class list or a folder that is gone since does not matter here.
Baseline baseline_of(const RunDirectory& run) { return draft_study(run.study()).study.baseline; }

const Trial& only_trial(const RunDirectory& run, const Plan& plan, const std::string& pattern) {
  const std::set<std::string> ids = matching_trials(plan, {pattern}, "TRIAL");
  if (ids.size() == 1) return *plan.find(*ids.begin());
  constexpr std::size_t kMostShown = 20;
  std::string list;
  std::size_t shown = 0;
  std::set<std::string> seen;
  for (const Trial& trial : plan.trials) {
    if (ids.count(trial.id) == 0 || !seen.insert(trial.id).second) continue;
    if (++shown > kMostShown) break;
    const bool kept = std::filesystem::exists(run.weights(trial.id));
    list += fmt::format("\n  {}  {}{}", trial.id, describe_trial(trial),
                        kept ? "" : "  (its weights were not kept)");
  }
  throw Error(
      "TRIAL '{}': {} trials have that label or line; give the id of one:{}{}", pattern, ids.size(),
      list, ids.size() > kMostShown ? fmt::format("\n  and {} more", ids.size() - kMostShown) : "");
}

// Why there is nothing to export, and how to have it.
void require_weights(const RunDirectory& run, const Trial& trial) {
  if (!std::filesystem::exists(run.record(trial.id))) {
    throw Error("{}: the trial {} ({}) has not run yet; the same remedy run resumes it",
                run.root().string(), trial.id, describe_trial(trial));
  }
  const TrialRecord record = read_record(run.record(trial.id));
  if (!has_result(record.result.status)) {
    throw Error("{}: the trial {} ({}) has no result: {}: {}", run.root().string(), trial.id,
                describe_trial(trial), to_string(record.result.status), record.result.reason);
  }
  if (std::filesystem::exists(run.weights(trial.id))) return;
  throw Error(
      "{0}: the weights of trial {1} ({2}) were not kept. This runs that trial again and keeps "
      "them, "
      "and gives the same result:\n  remedy run {0}/study.yaml --out {0} --again {1} "
      "--keep-weights\n"
      "With --keep-weights a run keeps the weights of every trial that it runs",
      run.root().string(), trial.id, describe_trial(trial));
}

// How the baseline's file names each tensor that is expected, and shapes it.
std::vector<std::optional<OriginalName>> names_of_file(const Baseline& baseline,
                                                       std::size_t classes) {
  try {
    return original_names(baseline, classes);
  } catch (const Error& error) {
    throw Error(
        "{}\nthe names that the weights came with are not to be had; --names torchvision writes "
        "torchvision's",
        error.what());
  }
}

// Of the last layer, in the kept weights.
std::string head_name(const Baseline& baseline) {
  if (is_scripted(baseline.architecture)) return baseline.head;
  const std::string bias = expected_tensors(baseline, /*classes=*/1).back().name;
  return bias.substr(0, bias.rfind('.'));
}

// The weights under the names and shapes that the baseline's file has, or under those that
// torchvision or timm give them.
std::vector<StoredTensor> named_tensors(const StateDict& weights, const Baseline& baseline,
                                        std::size_t classes, const std::string& whose) {
  const bool original = whose == "original";
  if (is_scripted(baseline.architecture)) {
    if (original) return weights.tensors();
    throw Error(
        "--names {}: a TorchScript program has its own names, which --names original writes",
        whose);
  }
  std::vector<std::optional<OriginalName>> names;
  if (original) names = names_of_file(baseline, classes);
  const NameFamily& others = names_of(baseline.architecture, whose);
  const std::vector<ExpectedTensor> expected = expected_tensors(baseline, classes);
  std::vector<StoredTensor> tensors;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const StoredTensor* stored = weights.find(expected[i].name);
    if (stored == nullptr) throw Error("the kept weights lack {}", expected[i].name);
    if (original && !names[i]) continue;
    tensors.push_back(*stored);
    tensors.back().name = original ? names[i]->name : others.rename(expected[i].name);
    if (original) tensors.back().shape = names[i]->shape;
  }
  return tensors;
}

Json config_of(const Baseline& baseline, std::int64_t classes, const Trial& trial,
               const std::string& run) {
  Json config = timm_config(baseline, classes);
  // What came with the weights may say more, such as the names of the classes.
  const std::filesystem::path given = baseline.weights.parent_path() / "config.json";
  std::error_code ignored;
  if (std::filesystem::is_regular_file(given, ignored)) {
    Json whole = read_json(given);
    if (whole.is_object()) {
      whole.update(config, /*merge_objects=*/true);
      config = std::move(whole);
    }
  }
  config["remedy"] = {{"trial", trial.id},
                      {"remediation", describe_trial(trial)},
                      {"run", run},
                      {"preprocess", to_text(baseline.preprocess)},
                      {"geometry", in_words(baseline.geometry, baseline.architecture)}};
  if (has_geometry(baseline.architecture)) {
    config["remedy"]["base_width"] = baseline.base_width;
  }
  return config;
}

int export_trial(const ExportArguments& arguments) {
  const RunDirectory run(arguments.run);
  const Plan plan = read_plan(run);
  const Trial& trial = only_trial(run, plan, arguments.trial);
  require_weights(run, trial);
  const Baseline baseline = baseline_of(run);
  const StateDict weights = read_checkpoint(run.weights(trial.id));
  const StoredTensor* head = weights.find(head_name(baseline) + ".weight");
  if (head == nullptr || head->shape.size() != 2) {
    throw Error("{}: holds no last layer", run.weights(trial.id).string());
  }
  const std::int64_t classes = head->shape[0];
  const std::vector<StoredTensor> tensors =
      named_tensors(weights, baseline, static_cast<std::size_t>(classes), arguments.names);

  const std::filesystem::path folder =
      arguments.to.empty() ? run.root() / "export" / trial.id : std::filesystem::path(arguments.to);
  const std::filesystem::path file = folder / ("model." + arguments.format);
  if (arguments.format == "pth") {
    write_pth(file, tensors);
  } else {
    write_safetensors(file, tensors, {{"format", "pt"}, {"remedy.trial", trial.id}});
  }
  write_json(folder / "config.json",
             config_of(baseline, classes, trial, std::filesystem::absolute(run.root())));
  if (!only_resizes_and_crops(baseline.preprocess)) {
    std::fprintf(stderr,
                 "note: config.json has no \"crop_pct\": timm's form cannot say \"%s\", which "
                 "\"remedy\" in it does\n",
                 geometry_text(baseline.preprocess).c_str());
  }
  write_file(folder / "record.json", read_file(run.record(trial.id)));
  std::printf("%s\n%s\n%s\n", file.c_str(), (folder / "config.json").c_str(),
              (folder / "record.json").c_str());
  return kOk;
}

}  // namespace

void add_export_command(CLI::App& program, int& code) {
  auto arguments = std::make_shared<ExportArguments>();
  CLI::App* command = program.add_subcommand(
      "export", "Write a trial's repaired weights, their config.json and the trial's record");
  command->add_option("RUN", arguments->run, "run directory")->required();
  command->add_option("TRIAL", arguments->trial, "id, label or line in remedy plan")->required();
  command->add_option("--format", arguments->format, "of the weights")
      ->check(CLI::IsMember({"pth", "safetensors"}))
      ->capture_default_str();
  command
      ->add_option("--names", arguments->names,
                   "of the tensors: those that the weights came with, torchvision's or timm's")
      ->check(CLI::IsMember({"original", "torchvision", "timm"}))
      ->capture_default_str();
  command->add_option("--to", arguments->to, "folder to write to (default: RUN/export/<id>)");
  command->callback([arguments, &code] { code = export_trial(*arguments); });
}

}  // namespace remedy
