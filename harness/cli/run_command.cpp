// remedy run: whatever is missing in the run directory, then the report.
#include <algorithm>
#include <cstdio>
#include <limits>
#include <set>

#include "cli/command.h"
#include "cli/planning/added_draws.h"
#include "cli/planning/changed_plugins.h"
#include "cli/planning/missing_trials.h"
#include "cli/planning/planned_study.h"
#include "cli/run_end.h"
#include "cli/terminal/invocation.h"
#include "cli/terminal/printed_text.h"
#include "cli/terminal/progress.h"
#include "cli/terminal/signals.h"
#include "core/error.h"
#include "core/file.h"
#include "core/granted_cores.h"
#include "core/run/record.h"
#include "core/run/run_directory.h"
#include "core/study/reader/study_reader.h"
#include "launch/discovery.h"
#include "launch/pool.h"
#include "launch/slurm/slurm_launcher.h"

namespace remedy {
namespace {

struct RunArguments {
  StudyArguments study;
  std::string out;
  int jobs = 0;  // 0: not given
  int threads = 0;
  bool keep_weights = false;
  bool quiet = false;
  bool verbose = false;
  std::string retry;
  std::vector<std::string> again;  // patterns, as --only has them
  std::string launcher = "local";
  // With the launcher slurm, in place of what the study says.
  std::string partition, time, gpus;
};

// What is given for Slurm on the command line, as changes to the study: checked as it is.
void override_slurm(RunArguments& arguments) {
  const bool slurm = arguments.launcher == "slurm";
  const auto set = [&](const char* option, const char* key, const std::string& value) {
    if (value.empty()) return;
    if (!slurm) throw Error("{} goes with --launcher slurm", option);
    arguments.study.overrides.push_back(fmt::format("slurm.{}={}", key, value));
  };
  set("--partition", "partition", arguments.partition);
  set("--time", "time", arguments.time);
  set("--gpus", "gpus", arguments.gpus);
  if (slurm && arguments.jobs > 0) set("--jobs", "jobs", std::to_string(arguments.jobs));
  arguments.study.elsewhere = slurm;
}

PoolResult run_locally(const PlannedStudy& planned, const RunDirectory& run,
                       const std::vector<Trial>& todo,
                       const std::map<std::string, TrialRecord>& records,
                       const RunArguments& arguments, const PoolEvents& events) {
  PoolOptions options;
  options.worker = worker_program();
  options.jobs = arguments.jobs > 0 ? arguments.jobs : static_cast<int>(planned.devices.size());
  options.threads =
      arguments.threads > 0 ? arguments.threads : std::max(1, granted_threads() / options.jobs);
  options.devices = planned.devices;
  options.keep_weights = arguments.keep_weights;
  return run_pool(planned.study, run, todo, records, planned.catalogue, planned.data, options,
                  events, interrupted);
}

PoolResult run_in_slurm(const PlannedStudy& planned, const RunDirectory& run,
                        const std::vector<Trial>& todo, const RunArguments& arguments,
                        const std::string& earlier, const PoolEvents& events) {
  SlurmLaunch launch;
  launch.program = program_directory() / "remedy";
  launch.threads = arguments.threads > 0 ? arguments.threads
                                         : static_cast<int>(planned.study.slurm.cpus.value_or(1));
  launch.device = planned.devices.size() > 1 ? "cuda" : planned.devices.front();
  launch.keep_weights = arguments.keep_weights;
  launch.earlier = earlier;
  return run_slurm(planned.study, run, todo, planned.plan, planned.data, launch, events,
                   interrupted);
}

int run(RunArguments arguments) {
  override_slurm(arguments);
  PlannedStudy planned = plan_study(arguments.study);
  tell_of_baseline(planned);
  const std::set<std::string> again = matching_trials(planned.plan, arguments.again, "--again");
  const RunDirectory run(std::filesystem::absolute(
      arguments.out.empty() ? "runs/" + planned.study.name : arguments.out));
  refuse_run_among_images(run, planned.image_folders, "--out");
  const RunLock lock(run);
  const std::string earlier = read_if_present(run.study()) + read_if_present(run.plan());
  print_warnings(planned.warnings);
  keep_warnings(run, "listing", planned.warnings);

  std::vector<UnreadableRecord> unreadable;
  std::map<std::string, TrialRecord> records = run.load_records(unreadable);
  const MissingTrials missing = missing_trials(planned, arguments.retry, again, run, records);
  const std::vector<Trial>& todo = missing.trials;
  const auto changed = note_changed_plugins(planned.plan, records, planned.catalogue);
  const auto added = note_added_draws(run, planned.plan, records);
  write_file(run.study(), to_yaml(planned.study));
  write_json(run.plan(), to_json(planned.plan));
  RunLog(run).add("command",
                  {{"command", command_line()}, {"cpu", cpu_name()}, {"commit", source_commit()}});
  const std::size_t planned_count = planned.plan.trials.size();

  ProgressDisplay display(todo.size(), arguments.quiet);
  for (const UnreadableRecord& bad : unreadable) {
    display.say(bad.reason + "; its trial runs again");
  }
  for (const auto* sentences : {&changed, &added}) {
    for (const std::string& sentence : *sentences) std::fprintf(stderr, "%s\n", sentence.c_str());
  }
  for (const auto& [why, count] : missing.reasons) {
    display.say(fmt::format("{} trial{} run again: {}", count, count == 1 ? "" : "s", why));
  }
  std::set<std::string> ids;
  for (const Trial& trial : planned.plan.trials) ids.insert(trial.id);
  const std::size_t kept = ids.size() - todo.size();
  display.say(fmt::format("{}: {} trials, {} to run, in {}{}", planned.study.name, planned_count,
                          todo.size(), run.root().string(),
                          kept > 0 ? fmt::format("; {} done before are kept", kept) : ""));
  if (todo.empty()) return report_on(planned.plan, run);

  PoolEvents events;
  events.preparing = [&](const std::string& what, std::size_t done, std::size_t total) {
    display.preparing(what, done, total);
  };
  bool opened = false;  // or a trial is done
  events.opened = [&](const Json& summary) {
    opened = true;
    const auto warnings = baseline_warnings(planned.study, summary);
    print_warnings(warnings);
    keep_warnings(run, "baseline", warnings);
    for (const auto& [suite, entry] : summary.at("baseline").items()) {
      display.say(fmt::format("baseline on {} ({}, {} images): top-1 {:.4f}, top-5 {:.4f}", suite,
                              entry.at("role").get<std::string>(),
                              entry.at("images").get<std::size_t>(), entry.at("top1").get<double>(),
                              entry.at("top5").get<double>()));
      if (const auto rounding = entry.find("rounding"); rounding != entry.end()) {
        display.say(fmt::format(
            "  bfloat16 predicts as float32 does for {:.2f} % of them; mean KL {:.2g} nats",
            100 * rounding->at("top1_agreement").get<double>(),
            rounding->at("kl").at("mean").get<double>()));
      }
    }
  };
  events.started = [&](const Trial& trial) { display.started(trial); };
  events.progress = [&](const Trial& trial, std::int64_t steps, const std::string& what) {
    display.progress(trial, steps, what);
  };
  events.finished = [&](const Trial& trial, const TrialRecord& record) {
    opened = true;
    display.finished(trial, record);
    const bool failed = !has_result(record.result.status);
    if (!record.output || !(failed || arguments.verbose)) return;
    constexpr std::size_t kLines = 12;  // beside a failure
    display.say(printed_text(run.root() / *record.output,
                             arguments.verbose ? std::numeric_limits<std::size_t>::max() : kLines));
  };
  events.stopped = [&](const Trial& trial) { display.stopped(trial); };
  events.said = [&](const std::string& text) { display.say(text); };
  catch_signals();
  PoolResult result;
  try {
    result = arguments.launcher == "slurm"
                 ? run_in_slurm(planned, run, todo, arguments, earlier, events)
                 : run_locally(planned, run, todo, records, arguments, events);
  } catch (const std::exception& error) {
    if (!opened) throw;  // nothing ran
    std::fprintf(stderr, "%s\nwhat is finished is kept: run the same command to resume\n",
                 error.what());
    return kSomeFailed;
  }
  if (result.end == PoolEnd::kGateFailed) {
    std::fprintf(stderr, "%s\n", result.message.c_str());
    return kWrongBaseline;
  }
  if (result.end == PoolEnd::kCancelled) {
    display.say("interrupted; what is finished is kept: run the same command to resume");
    return kInterrupted;
  }
  if (result.end == PoolEnd::kIncomplete) std::fprintf(stderr, "%s\n", result.message.c_str());
  return report_on(planned.plan, run);
}

}  // namespace

void add_study_options(CLI::App& command, StudyArguments& arguments) {
  command.add_option("STUDY", arguments.file, "the study's YAML file")->required();
  command
      .add_option("--set", arguments.overrides, "override: key.path=value (YAML); may be repeated")
      ->allow_extra_args(false);
  command
      .add_option("--only", arguments.only,
                  "only trials whose label, id or line in remedy plan matches the pattern (* and "
                  "?); may be repeated")
      ->allow_extra_args(false);
  command.add_option("--device", arguments.device, "auto, cpu, cuda or cuda:<index>")
      ->capture_default_str();
}

void add_run_command(CLI::App& program, int& code) {
  auto arguments = std::make_shared<RunArguments>();
  CLI::App* command = program.add_subcommand(
      "run", "Run what is missing of a study, then write the report; the same command resumes");
  add_study_options(*command, arguments->study);
  command->add_option("--out", arguments->out, "run directory (default: runs/<study>)");
  command
      ->add_option(
          "--jobs", arguments->jobs,
          "workers at once, which take the GPUs in turn (default: one for each GPU, or 1; with "
          "--launcher slurm, what the study says, or 8)")
      ->check(CLI::Range(1, 1024));
  command
      ->add_option("--threads", arguments->threads,
                   "threads of each worker (default: the cores that are granted, divided among the "
                   "workers; with "
                   "--launcher slurm, the study's slurm.cpus, or 1)")
      ->check(CLI::Range(1, 4096));
  command
      ->add_option("--launcher", arguments->launcher,
                   "where workers run: local, or slurm, as jobs of a cluster that sees the same "
                   "files")
      ->capture_default_str()
      ->check(CLI::IsMember({"local", "slurm"}));
  command->add_option("--partition", arguments->partition, "Slurm's partition");
  command->add_option("--time", arguments->time, "of each Slurm job, such as \"4 h\"");
  command->add_option("--gpus", arguments->gpus, "of each Slurm job");
  command->add_flag("--keep-weights", arguments->keep_weights, "keep every trial's weights");
  command
      ->add_option(
          "--retry", arguments->retry,
          "run trials again that failed: failed, or one status such as timed_out; or those "
          "that were run with another library of their plugin: changed")
      ->check(CLI::IsMember(
          {"failed", "diverged", "crashed", "timed_out", "out_of_memory", "changed"}));
  command
      ->add_option("--again", arguments->again,
                   "run trials again that have a result, by label, id or line in remedy plan, as "
                   "--only picks them; may be repeated")
      ->allow_extra_args(false);
  CLI::Option* quiet = command->add_flag("--quiet", arguments->quiet, "no progress");
  command
      ->add_flag("--verbose", arguments->verbose,
                 "show what trials print; what failed ones print last is shown anyway")
      ->excludes(quiet);
  command->callback([arguments, &code] { code = run(*arguments); });
}

}  // namespace remedy
