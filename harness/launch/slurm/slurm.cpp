#include "launch/slurm/slurm.h"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "core/error.h"
#include "core/text.h"
#include "launch/process/subprocess.h"

namespace remedy {
namespace {

Finished run_slurm_command(const std::vector<std::string>& arguments, const std::string& input,
                           const std::function<bool()>& abandoned) {
  auto finished = run_program(arguments, input, abandoned);
  if (!finished) {
    throw Error(
        "{}: there is no such command; --launcher slurm needs sbatch, squeue and scancel on PATH: "
        "give the command on a machine of the cluster that submits jobs, or leave --launcher out "
        "to run here",
        arguments[0]);
  }
  return *finished;
}

// Slurm counts in minutes and takes minutes:seconds.
std::string slurm_time(double seconds) {
  const auto whole = static_cast<long>(std::ceil(seconds));
  return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

}  // namespace

bool SlurmJob::ended() const {
  constexpr const char* kEnded[] = {"BOOT_FAIL", "CANCELLED",    "COMPLETED", "DEADLINE",
                                    "FAILED",    "NODE_FAIL",    "PREEMPTED", "REVOKED",
                                    "TIMEOUT",   "OUT_OF_MEMORY"};
  return std::any_of(std::begin(kEnded), std::end(kEnded),
                     [&](const char* ended) { return state == ended; });
}

std::string Slurm::submit(const SlurmArray& array) const {
  std::vector<std::string> command = {
      "sbatch", "--parsable", "--job-name=" + name_, "--chdir=" + array.folder.string(),
      // Relative to the folder, as sbatch gives a meaning to some characters of this name.
      "--output=%A_%a.log", "--open-mode=append", "--requeue",
      // The batch shell alone, which is `remedy` itself: it ends its worker.
      "--signal=B:TERM@30", fmt::format("--array=0-{}", array.tasks - 1), "--ntasks=1",
      fmt::format("--cpus-per-task={}", array.cpus)};
  if (!array.after.empty()) command.push_back("--dependency=afterany:" + array.after);
  if (!options_.partition.empty()) command.push_back("--partition=" + options_.partition);
  if (options_.time_seconds) command.push_back("--time=" + slurm_time(*options_.time_seconds));
  if (options_.gpus > 0) command.push_back(fmt::format("--gres=gpu:{}", options_.gpus));
  command.insert(command.end(), options_.options.begin(), options_.options.end());
  // Not to be given up half-way: then nobody would know whether there is a job.
  const Finished finished = run_slurm_command(command, array.script, {});
  if (finished.code != 0) {
    throw Error(
        "sbatch refused the job: {}\nthe study's section slurm: says what is asked for "
        "(partition, time, gpus, cpus, jobs, options); sinfo tells what the cluster has",
        trimmed(finished.err.empty() ? finished.out : finished.err));
  }
  // "<job id>", or "<job id>;<cluster>"
  return std::string(trimmed(std::string_view(finished.out).substr(0, finished.out.find(';'))));
}

std::optional<std::vector<SlurmJob>> Slurm::jobs() const {
  const Finished finished =
      run_slurm_command({"squeue", "--noheader", "--array", "--me", "--states=all",
                         "--name=" + name_, "--format=%i|%T|%r"},
                        "", interrupted_);
  if (finished.code != 0) {
    silence_ = trimmed(finished.err);
    return std::nullopt;
  }
  std::vector<SlurmJob> jobs;
  std::istringstream lines(finished.out);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t first = line.find('|'), second = line.find('|', first + 1);
    if (second == std::string::npos) continue;
    jobs.push_back({line.substr(0, first), line.substr(first + 1, second - first - 1),
                    line.substr(second + 1)});
  }
  return jobs;
}

void Slurm::cancel(bool waiting_only) const {
  std::vector<std::string> command = {"scancel", "--me", "--quiet", "--name=" + name_};
  if (waiting_only) command.emplace_back("--state=PENDING");
  run_slurm_command(command, "", {});
}

std::string shell_quoted(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'') {
      quoted += "'\\''";
    } else {
      quoted += c;
    }
  }
  return quoted + "'";
}

}  // namespace remedy
