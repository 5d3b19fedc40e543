// remedy plan: the trials of a study. remedy prepare: its suites, decoded and cached.
#include <algorithm>
#include <cstdio>
#include <memory>
#include <set>

#include "cli/command.h"
#include "cli/planning/planned_study.h"
#include "cli/terminal/progress.h"
#include "core/error.h"
#include "core/file.h"
#include "core/granted_cores.h"
#include "core/run/record.h"
#include "core/run/run_directory.h"
#include "core/study/study_reader.h"
#include "launch/discovery.h"
#include "launch/pool.h"

namespace remedy {
namespace {

struct PlanArguments {
  StudyArguments study;
  std::string out;
  bool json = false;
};

// Mean seconds of the finished trials of a run directory by remediation, for the estimate.
std::map<std::string, std::pair<double, int>> measured_seconds(const RunDirectory& run) {
  std::vector<UnreadableRecord> unreadable;
  std::map<std::string, std::pair<double, int>> sums;
  for (const auto& [id, record] : run.load_records(unreadable)) {
    const double* apply = find_named(record.result.seconds, "apply");
    const double* evaluate = find_named(record.result.seconds, "evaluate");
    if (apply == nullptr || evaluate == nullptr) continue;
    auto& [sum, count] = sums[record.remediation];
    sum += *apply + *evaluate;
    ++count;
  }
  return sums;
}

int plan(const PlanArguments& arguments) {
  const PlannedStudy planned = plan_study(arguments.study);
  print_warnings(planned.warnings);
  tell_of_baseline(planned);
  if (arguments.json) {
    std::fputs(pretty(to_json(planned.plan)).c_str(), stdout);
    return kOk;
  }
  const RunDirectory run(arguments.out.empty() ? "runs/" + planned.study.name : arguments.out);
  refuse_run_among_images(run, planned.image_folders, "--out");
  std::vector<UnreadableRecord> unreadable;
  const auto records = run.load_records(unreadable);
  const auto seconds = measured_seconds(run);
  double left = 0;
  std::size_t to_run = 0, unknown = 0;
  std::set<std::string> seen;
  std::printf("%-16s  %-7s  %7s  %s\n", "id", "state", "images", "trial");
  for (const Trial& trial : planned.plan.trials) {
    const auto record = records.find(trial.id);
    const bool again = !seen.insert(trial.id).second;
    const bool done = record != records.end();
    std::printf("%-16s  %-7s  %7zu  %s%s\n", trial.id.c_str(), done ? "done" : "to run",
                trial.training_images, describe_trial(trial).c_str(),
                again ? "  (the same trial as above; runs once)" : "");
    if (done || again) continue;
    ++to_run;
    const auto measured = seconds.find(trial.remediation);
    if (measured == seconds.end()) {
      ++unknown;
    } else {
      left += measured->second.first / measured->second.second;
    }
  }
  std::printf("%zu trials, %zu to run", planned.plan.trials.size(), to_run);
  if (to_run > unknown) std::printf(", about %s", describe_seconds(left).c_str());
  if (unknown > 0) {
    std::printf("%s %zu of a kind that has not been timed here yet",
                to_run > unknown ? " and" : ",", unknown);
  }
  std::printf("\n");
  return kOk;
}

int prepare(const StudyArguments& arguments) {
  const PlannedStudy planned = plan_study(arguments);
  print_warnings(planned.warnings);
  const auto scratch = cache_directory() / "prepare" / planned.study.name;
  const RunDirectory run(scratch);
  refuse_run_among_images(run, planned.image_folders, "REMEDY_CACHE");
  const RunLock lock(run);
  write_file(run.study(), to_yaml(planned.study));
  PoolOptions options;
  options.worker = worker_program();
  options.threads = granted_threads();
  options.devices = planned.devices;
  ProgressDisplay display(0, /*quiet=*/false);
  PoolEvents events;
  events.preparing = [&](const std::string& what, std::size_t done, std::size_t total) {
    display.preparing(what, done, total);
  };
  const PoolResult result = run_pool(planned.study, run, {}, {}, planned.catalogue, planned.data,
                                     options, events, [] { return false; });
  if (result.end == PoolEnd::kGateFailed) {
    std::fprintf(stderr, "%s\n", result.message.c_str());
    return kWrongBaseline;
  }
  std::printf("prepared in %s\n", (cache_directory() / "suites").c_str());
  return kOk;
}

}  // namespace

void add_plan_command(CLI::App& program, int& code) {
  auto arguments = std::make_shared<PlanArguments>();
  CLI::App* command = program.add_subcommand(
      "plan",
      "Show a study's trials, their training-set sizes and the estimated time; run nothing");
  add_study_options(*command, arguments->study);
  command->add_option("--out", arguments->out, "run directory (default: runs/<study>)");
  command->add_flag("--json", arguments->json, "the plan as JSON, as plan.json has it");
  command->callback([arguments, &code] { code = plan(*arguments); });
}

void add_prepare_command(CLI::App& program, int& code) {
  auto arguments = std::make_shared<StudyArguments>();
  CLI::App* command = program.add_subcommand(
      "prepare", "Decode and cache a study's suites, and check the baseline on them");
  add_study_options(*command, *arguments);
  command->callback([arguments, &code] { code = prepare(*arguments); });
}

}  // namespace remedy
