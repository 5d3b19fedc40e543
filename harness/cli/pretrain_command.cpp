// remedy pretrain: trains a study's baseline, where the study says how.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "cli/command.h"
#include "cli/planning/planned_study.h"
#include "cli/terminal/progress.h"
#include "cli/terminal/signals.h"
#include "core/error.h"
#include "core/file.h"
#include "core/granted_cores.h"
#include "core/run/run_directory.h"
#include "core/study/study_reader.h"
#include "launch/discovery.h"
#include "launch/image_folders.h"
#include "launch/pretrain_job.h"
#include "launch/study_listing.h"

namespace remedy {
namespace {

struct PretrainArguments {
  StudyArguments study;
  std::string out;
  int threads = 0;
  bool quiet = false;
};

constexpr double kTolerance = 0.01;  // of the top-1 that another machine measures

Study read_study(const StudyArguments& arguments) {
  StudyDraft draft = draft_study(arguments.file, arguments.overrides);
  const Catalogue catalogue = describe_plugins(find_plugins(draft.study.plugins));
  Study study = finish_study(std::move(draft), catalogue);
  if (!study.baseline.pretrain) {
    throw Error(
        "{}: baseline.pretrain is missing: the study does not say how its baseline is trained",
        study.file.string());
  }
  return study;
}

// Hours of training must not end at a folder that cannot be written to, as that of an installed
// study.
void require_writable(const std::filesystem::path& weights) {
  try {
    const AtomicFile probe(weights);  // gone again with the object
  } catch (const Error& error) {
    throw Error(
        "{}; the trained weights belong there: name another file by --set "
        "baseline.weights=<file>",
        error.what());
  }
}

std::string figures_text(const Json& figures) {
  std::string text;
  for (const auto& [name, value] : figures.items()) {
    const bool count = value.is_number_integer();
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name,
                        count ? value.dump() : fmt::format("{:.4f}", value.get<double>()));
  }
  return text;
}

// What the study should expect of these weights, to be copied into its file.
void print_expectation(const Study& study, const Json& summary) {
  std::printf("%s: %.1f MB\n", study.baseline.weights.c_str(),
              static_cast<double>(std::filesystem::file_size(study.baseline.weights)) / 1e6);
  for (const auto& [suite, entry] : summary.at("baseline").items()) {
    std::printf("%s (%s, %zu images): top-1 %.4f, top-3 %.4f\n", suite.c_str(),
                entry.at("role").get<std::string>().c_str(), entry.at("images").get<std::size_t>(),
                entry.at("top1").get<double>(), entry.at("top3").get<double>());
  }
  std::string suite = study.suites.front().name;
  for (const Suite& one : study.suites) {
    if (one.role == Role::kRetain) suite = one.name;
  }
  if (study.baseline.expect) suite = study.baseline.expect->suite;
  std::printf(
      "what the study may expect of it from now on:\n  expect: {suite: %s, top1: %.4f, "
      "within: %g, glyphs: %.16s}\n",
      suite.c_str(), summary.at("baseline").at(suite).at("top1").get<double>(), kTolerance,
      summary.at("glyphs").get<std::string>().c_str());
}

int pretrain(const PretrainArguments& arguments) {
  Study study = read_study(arguments.study);
  require_writable(study.baseline.weights);
  const RunDirectory run(std::filesystem::absolute(
      arguments.out.empty() ? "runs/pretrain-" + study.name : arguments.out));
  refuse_run_among_images(run, image_folders(study, list_study(study)), "--out");
  const RunLock lock(run);
  write_file(run.study(), to_yaml(study));
  const RunLog log(run);
  PretrainJob job;
  job.worker = worker_program();
  job.study = run.study();
  job.directory = run.root();
  job.device = resolve_devices(arguments.study.device).front();
  job.threads = arguments.threads > 0 ? arguments.threads : granted_threads();
  ProgressDisplay display(0, arguments.quiet);
  log.add("pretraining", {{"device", job.device}, {"threads", job.threads}});
  const auto start = std::chrono::steady_clock::now();
  std::int64_t first = -1;
  PretrainJobEvents events;
  events.step = [&](std::int64_t step, std::int64_t steps, double loss) {
    if (first < 0) first = step - 1;
    const double elapsed =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    display.note(fmt::format("step {} of {}, loss {:.4f}, about {} left", step, steps, loss,
                             describe_seconds(elapsed / static_cast<double>(step - first) *
                                              static_cast<double>(steps - step))));
  };
  events.epoch = [&](const Json& figures) {
    log.add("epoch", figures);
    display.say(figures_text(figures));
  };
  events.preparing = [&](const std::string& what, std::size_t done, std::size_t total) {
    display.preparing(what, done, total);
  };
  catch_signals();
  const std::optional<Json> summary = run_pretraining(job, events, interrupted);
  if (!summary) {
    log.add("interrupted");
    display.say("interrupted; run the same command to resume from the last saved state");
    return kInterrupted;
  }
  log.add("pretrained", *summary);
  print_expectation(study, *summary);
  return kOk;
}

}  // namespace

void add_pretrain_command(CLI::App& program, int& code) {
  auto arguments = std::make_shared<PretrainArguments>();
  CLI::App* command = program.add_subcommand(
      "pretrain",
      "Train a study's baseline where the study says how; the same command again resumes");
  add_study_options(*command, arguments->study);
  command->add_option("--out", arguments->out,
                      "where the state is kept (default: runs/pretrain-<study>)");
  command->add_option("--threads", arguments->threads, "threads (default: the cores)")
      ->check(CLI::Range(1, 4096));
  command->add_flag("--quiet", arguments->quiet, "no progress");
  command->callback([arguments, &code] { code = pretrain(*arguments); });
}

}  // namespace remedy
