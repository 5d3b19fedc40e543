#include "launch/slurm/serve.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "core/error.h"
#include "core/file.h"
#include "core/run/record.h"
#include "core/study/reader/study_reader.h"
#include "core/study/yaml/yaml_section.h"
#include "launch/discovery.h"
#include "launch/slurm/claims.h"
#include "launch/slurm/slurm_files.h"

namespace remedy {
namespace {

std::size_t environment_number(const char* name) {
  const char* text = std::getenv(name);
  const auto number = text == nullptr ? std::nullopt : parse_integer(text);
  return number && *number > 0 ? static_cast<std::size_t>(*number) : 0;
}

ClaimHolder this_job() {
  char host[256] = "unknown";
  gethostname(host, sizeof host - 1);
  const char* job = std::getenv("SLURM_ARRAY_JOB_ID");
  if (job == nullptr) return {host, fmt::format("process {}", getpid())};
  return {host, fmt::format("{}_{}", job, environment_number("SLURM_ARRAY_TASK_ID"))};
}

class Server {
 public:
  Server(const RunDirectory& run, int depth, const std::filesystem::path& worker)
      : run_(run), files_(run), claims_(run.claims()), me_(this_job()), depth_(depth) {
    StudyDraft draft = draft_study(run.study(), {});
    catalogue_ = describe_plugins(find_plugins(draft.study.plugins), worker);
    study_ = finish_study(std::move(draft), catalogue_);
    plan_ = plan_from_json(read_json(run.plan()));
    const SlurmOrder order = slurm_order_from_json(read_json(files_.launch()));
    planned_ = order.planned;
    options_.worker = worker;
    options_.threads = static_cast<int>(order.threads);
    options_.devices = {order.device};
    options_.keep_weights = order.keep_weights;
    options_.log = files_.folder / (me_.job + ".jsonl");
    options_.patience = std::chrono::seconds(2);
    options_.claim = [this](const Trial& trial) { return claim(trial); };
    events_.opened = [this](const Json& summary) {
      if (!std::filesystem::exists(files_.opened())) write_json(files_.opened(), summary);
    };
    events_.finished = [this](const Trial&, const TrialRecord&) { current_.clear(); };
  }

  PoolEnd run(const std::function<bool()>& cancelled) {
    forget_earlier_start();
    for (;;) {
      std::map<std::string, TrialRecord> records;
      const std::vector<Trial> trials = open_trials(records);
      if (trials.empty()) return PoolEnd::kDone;
      PoolResult result;
      try {
        result = run_pool(study_, run_, trials, records, catalogue_, planned_, options_, events_,
                          cancelled);
      } catch (...) {
        give_back();
        throw;
      }
      give_back();
      if (result.end == PoolEnd::kGateFailed) {
        files_.write_problem({/*gate=*/true, result.message});
      }
      if (result.end != PoolEnd::kDone) return result.end;
    }
  }

 private:
  // Slurm runs a job again under the same number, after its node was lost for instance. What it
  // had claimed then it has not finished.
  void forget_earlier_start() const {
    if (environment_number("SLURM_RESTART_COUNT") == 0) return;
    for (const std::string& trial : claims_.trials()) {
      const auto holder = claims_.holder(trial);
      if (holder && holder->job == me_.job && !std::filesystem::exists(run_.record(trial))) {
        claims_.release(trial, *holder);
      }
    }
  }

  // Trials that can be run now and that nobody has. Each job begins at another place, so that jobs
  // do not all try for the same trial.
  std::vector<Trial> open_trials(std::map<std::string, TrialRecord>& records) const {
    std::vector<UnreadableRecord> unreadable;
    records = run_.load_records(unreadable);
    std::set<std::string> taken = claims_.trials();
    const auto depths = plan_.depths();
    std::vector<Trial> trials;
    for (const Trial& trial : plan_.trials) {
      if (depths.at(trial.id) != depth_ || records.count(trial.id) > 0) continue;
      const bool ready =
          std::all_of(trial.after.begin(), trial.after.end(),
                      [&](const std::string& parent) { return records.count(parent) > 0; });
      if (!ready) continue;
      if (taken.insert(trial.id).second) trials.push_back(trial);
    }
    const std::size_t tasks = environment_number("SLURM_ARRAY_TASK_COUNT");
    if (tasks > 1) {
      const std::size_t task = environment_number("SLURM_ARRAY_TASK_ID") % tasks;
      std::rotate(trials.begin(), trials.begin() + static_cast<long>(trials.size() * task / tasks),
                  trials.end());
    }
    return trials;
  }

  bool claim(const Trial& trial) {
    if (!claims_.take(trial.id, me_)) return false;
    if (finished(trial)) return false;
    current_ = trial.id;
    return true;
  }

  bool finished(const Trial& trial) const {
    try {
      (void)read_record(run_.record(trial.id));
      return true;
    } catch (const Error&) {
      return false;
    }
  }

  void give_back() {
    if (!current_.empty()) claims_.release(current_, me_);
    current_.clear();
  }

  const RunDirectory& run_;
  SlurmFiles files_;
  Claims claims_;
  ClaimHolder me_;
  int depth_;
  Study study_;
  Catalogue catalogue_;
  Plan plan_;
  StudyData planned_;
  PoolOptions options_;
  PoolEvents events_;
  std::string current_;  // the trial that is being run, or empty
};

}  // namespace

PoolEnd serve(const RunDirectory& run, int depth, const std::filesystem::path& worker,
              const std::function<bool()>& cancelled) {
  try {
    return Server(run, depth, worker).run(cancelled);
  } catch (const std::exception& error) {
    SlurmFiles(run).write_problem({/*gate=*/false, error.what()});
    throw;
  }
}

}  // namespace remedy
