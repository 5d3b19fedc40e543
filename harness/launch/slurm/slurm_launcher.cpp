#include "launch/slurm/slurm_launcher.h"

#include <algorithm>
#include <set>
#include <thread>

#include "core/error.h"
#include "core/file.h"
#include "launch/slurm/claims.h"
#include "launch/slurm/slurm.h"
#include "launch/slurm/slurm_files.h"
#include "launch/slurm/slurm_submission.h"
#include "launch/slurm/trial_watch.h"

namespace remedy {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::seconds;

// The controller serves the whole cluster: it is asked more and more seldom while nothing happens.
constexpr milliseconds kOften{2000};
constexpr milliseconds kSeldom{15000};

class Launcher {
 public:
  Launcher(const Study& study, const RunDirectory& run, const std::vector<Trial>& trials,
           const Plan& plan, const SlurmLaunch& launch, const PoolEvents& events,
           const std::function<bool()>& cancelled)
      : run_(run),
        files_(run),
        claims_(run.claims()),
        launch_(launch),
        events_(events),
        cancelled_(cancelled),
        slurm_(job_name(study, run), study.slurm, cancelled),
        options_(study.slurm),
        depths_(plan.depths()),
        log_(run),
        watch_(run, trials, events, log_) {}

  PoolResult run(const StudyData& planned) {
    prepare(planned);
    try {
      return watch();
    } catch (...) {
      stop();
      throw;
    }
  }

 private:
  // Leaves the folder as jobs expect it, and jobs of an earlier launcher alone only where they do
  // what this one would have them do.
  void prepare(const StudyData& planned) {
    const Json order =
        to_json(SlurmOrder{planned, launch_.device, launch_.threads, launch_.keep_weights});
    const bool same =
        launch_.earlier == read_if_present(run_.study()) + read_if_present(run_.plan()) &&
        read_if_present(files_.launch()) == pretty(order);
    auto jobs = slurm_.jobs();
    if (!jobs && !cancelled_()) {
      throw Error(
          "squeue says: {}\nthe cluster's controller has to answer before jobs can be "
          "submitted; try again later, or leave --launcher out to run here",
          slurm_.silence());
    }
    const std::size_t left = jobs ? alive(*jobs) : 0;
    adopted_ = left > 0 && same && !any_to_replace();
    if (adopted_) {
      for (const SlurmJob& job : *jobs) {
        if (!job.ended()) arrays_.insert(array_of(job));
      }
      say(fmt::format("takes over {} that an earlier command submitted", count_jobs(left)));
      return;
    }
    if (left > 0) {
      say(fmt::format("cancels {} that an earlier command submitted for something else",
                      count_jobs(left)));
      stop();
    }
    for (const auto& [id, trial] : watch_.missing()) put_aside(id);
    claims_.clear();
    std::error_code ignored;
    fs::remove(files_.opened(), ignored);
    write_file(files_.launch(), pretty(order));
  }

  bool any_to_replace() const {
    return std::any_of(watch_.missing().begin(), watch_.missing().end(),
                       [&](const auto& trial) { return fs::exists(run_.record(trial.first)); });
  }

  // A trial that has a record is never run, so one that is to be run again gives its record up.
  void put_aside(const std::string& id) const {
    if (!fs::exists(run_.record(id))) return;
    const fs::path folder = files_.folder / "replaced";
    fs::create_directories(folder);
    fs::rename(run_.record(id), folder / (id + ".json"));
  }

  PoolResult watch() {
    bool submitted = adopted_;
    std::size_t brought = adopted_ ? 1 : 0;  // records since the last submission
    milliseconds interval = kOften;
    auto asked = Clock::now();
    for (;;) {
      if (cancelled_()) return cancel();
      require_folder();
      if (!submitted) {
        submit();
        submitted = true;
        brought = 0;
        asked = Clock::now();
      }
      const std::size_t arrived = collect();
      brought += arrived;
      any_ = any_ || arrived > 0;
      if (watch_.missing().empty()) break;
      if (const auto problem = files_.read_problem(); problem && problem->gate) {
        stop();
        return {PoolEnd::kGateFailed, problem->message};
      }
      if (arrived > 0) interval = kOften;
      if (Clock::now() - asked >= interval) {
        const auto jobs = ask();
        asked = Clock::now();
        interval = std::min(kSeldom, interval * 3 / 2);
        if (jobs && alive(*jobs) == 0) {
          const std::size_t late = collect();  // what the last job wrote before it ended
          any_ = any_ || late > 0;
          if (watch_.missing().empty()) break;
          if (const std::string why = why_not_again(*jobs, brought + late); !why.empty()) {
            return {PoolEnd::kIncomplete, why};
          }
          const std::string problem = told_problem();
          say(fmt::format("{} missing when all jobs were over{}: submitted again", count_trials(),
                          problem.empty() ? "" : " (" + problem + ")"));
          submitted = false;
          continue;
        }
      }
      pause(milliseconds(500));
    }
    slurm_.cancel(/*waiting_only=*/true);  // nothing is left for them
    return {};
  }

  // Without it no job could bring a result, and this would wait for ever.
  void require_folder() const {
    std::error_code unknown;
    if (fs::exists(run_.plan(), unknown) || unknown) return;
    throw Error("{}: plan.json is gone while jobs run; they are cancelled", run_.root().string());
  }

  void submit() {
    std::error_code ignored;
    fs::remove(files_.problem(), ignored);
    fs::create_directories(files_.folder);
    std::string before;
    arrays_.clear();
    for (PlannedArray& planned :
         arrays_for(watch_.missing(), depths_, options_, launch_.threads, launch_.program, run_)) {
      planned.array.after = before;
      before = slurm_.submit(planned.array);
      arrays_.insert(before);
      const std::size_t tasks = planned.array.tasks, count = planned.trials;
      log_.add("submitted", {{"job", before}, {"tasks", tasks}, {"trials", count}});
      say(fmt::format("submitted job {}: {} for {}", before, count_jobs(tasks),
                      count == 1 ? "1 trial" : fmt::format("{} trials", count)));
    }
  }

  // Takes note of new claims and records; returns how many records there are more.
  std::size_t collect() {
    if (!opened_ && fs::exists(files_.opened())) {
      opened_ = true;
      if (events_.opened) events_.opened(read_json(files_.opened()));
    }
    return watch_.collect();
  }

  // What Slurm says, and the claims of jobs that run no more are given back.
  std::optional<std::vector<SlurmJob>> ask() {
    // Before Slurm is asked: whoever holds one of these was running by then.
    const std::map<std::string, ClaimHolder> held = watch_.held();
    auto jobs = slurm_.jobs();
    if (!jobs) {
      if (!std::exchange(silent_, true) && !cancelled_()) {
        say(fmt::format("Slurm does not answer ({}); jobs may still run, and it is asked again",
                        slurm_.silence()));
      }
      return jobs;
    }
    if (std::exchange(silent_, false)) say("Slurm answers again");
    std::set<std::string> at_work;
    std::string reason;
    for (const SlurmJob& job : *jobs) {
      if (!job.ended() && !job.waits()) at_work.insert(job.id);
      if (job.waits() && job.reason != "Dependency") reason = job.reason;
    }
    watch_.give_back(held, at_work);
    if (at_work.empty() && !reason.empty() && reason != "None" && reason != reason_) {
      say(fmt::format("jobs wait ({})", reason));
      reason_ = reason;
    }
    return jobs;
  }

  // Empty: what is missing may as well come from another submission.
  std::string why_not_again(const std::vector<SlurmJob>& jobs, std::size_t brought) const {
    const auto cancelled =
        static_cast<std::size_t>(std::count_if(jobs.begin(), jobs.end(), [&](const SlurmJob& job) {
          return job.state == "CANCELLED" && arrays_.count(array_of(job)) > 0;
        }));
    const std::string hint = fmt::format(
        "what is finished is kept, and the same command submits the rest; the jobs' "
        "logs are in {}",
        files_.folder.string());
    const std::string problem = told_problem();
    if (cancelled > 0) {
      return fmt::format("{} missing: {} cancelled; {}", count_trials(),
                         cancelled == 1 ? "a job was" : fmt::format("{} jobs were", cancelled),
                         hint);
    }
    if (brought > 0) return {};
    if (!problem.empty() && !any_) throw Error("{}", problem);  // nothing ran
    return fmt::format("{} missing: all jobs are over and none finished a trial{}; {}",
                       count_trials(), problem.empty() ? "" : " (" + problem + ")", hint);
  }

  std::string told_problem() const {
    const auto problem = files_.read_problem();
    return problem ? problem->message : "";
  }

  PoolResult cancel() {
    log_.add("cancelled");
    stop();
    collect();
    return {PoolEnd::kCancelled, ""};
  }

  // Cancels all jobs and waits a little for their end, so that nothing writes any more.
  void stop() {
    slurm_.cancel(/*waiting_only=*/false);
    const Slurm patient(slurm_.name(), options_, {});
    const auto deadline = Clock::now() + seconds(10);
    while (Clock::now() < deadline) {
      const auto jobs = patient.jobs();
      if (jobs && alive(*jobs) == 0) break;
      std::this_thread::sleep_for(milliseconds(500));
    }
  }

  void pause(milliseconds time) const {
    const auto end = Clock::now() + time;
    while (Clock::now() < end && !cancelled_()) std::this_thread::sleep_for(milliseconds(50));
  }

  static std::string count_jobs(std::size_t count) {
    return count == 1 ? "1 job" : fmt::format("{} jobs", count);
  }

  std::string count_trials() const {
    return watch_.missing().size() == 1 ? "1 trial is"
                                        : fmt::format("{} trials are", watch_.missing().size());
  }

  void say(const std::string& text) const {
    if (events_.said) events_.said(text);
  }

  const RunDirectory& run_;
  SlurmFiles files_;
  Claims claims_;
  const SlurmLaunch& launch_;
  const PoolEvents& events_;
  const std::function<bool()>& cancelled_;
  Slurm slurm_;
  SlurmOptions options_;
  std::map<std::string, int> depths_;
  RunLog log_;
  TrialWatch watch_;
  std::set<std::string> arrays_;  // job ids of the last submission, or of those taken over
  bool adopted_ = false;
  bool opened_ = false;
  bool any_ = false;  // a record has arrived
  bool silent_ = false;
  std::string reason_;
};

}  // namespace

PoolResult run_slurm(const Study& study, const RunDirectory& run, const std::vector<Trial>& trials,
                     const Plan& plan, const StudyData& planned, const SlurmLaunch& launch,
                     const PoolEvents& events, const std::function<bool()>& cancelled) {
  return Launcher(study, run, trials, plan, launch, events, cancelled).run(planned);
}

}  // namespace remedy
