#include "launch/pool.h"

#include <sys/wait.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <set>
#include <thread>

#include "core/error.h"
#include "core/run/record.h"
#include "core/text.h"
#include "launch/limits.h"
#include "launch/process/worker_process.h"
#include "launch/record_maker.h"
#include "launch/trial_queue.h"

namespace remedy {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

struct Slot {
  std::unique_ptr<WorkerProcess> process;
  bool open = false;
  StudyData data;  // that it has opened
  const Trial* trial = nullptr;
  Clock::time_point started{};
  Clock::time_point heard{};        // its last sign of life
  std::optional<Status> killed_as;  // by us, for passing a limit
  std::string killed_reason;
  bool retires = false;  // it ends by itself, for what a trial left behind in it
};

class Pool {
 public:
  Pool(const Study& study, const RunDirectory& run, const std::vector<Trial>& trials,
       const std::map<std::string, TrialRecord>& records, const Catalogue& catalogue,
       const StudyData& planned, const PoolOptions& options, const PoolEvents& events)
      : study_(study),
        run_(run),
        catalogue_(catalogue),
        planned_(planned),
        options_(options),
        events_(events),
        log_(options.log.empty() ? run.log() : options.log),
        records_(study.name, catalogue),
        queue_(trials, records),
        needed_(needed_by(trials, catalogue)) {}

  PoolResult run(const std::function<bool()>& cancelled) {
    // One worker prepares the suites and the baseline's outputs; the others find them ready.
    slots_.resize(1);
    cancelled_ = &cancelled;
    start(slots_[0]);
    while (result_.end == PoolEnd::kDone && (!opened_once_ || !queue_.empty() || busy())) {
      if (cancelled()) {
        log_.add("cancelled");
        slots_.clear();
        return {PoolEnd::kCancelled, ""};
      }
      listen();
      enforce_limits();
      for (Slot& slot : slots_) {
        if (slot.retires ? !queue_.empty() : slot.process->closed()) replace(slot);
      }
      if (opened_once_) grow();
      assign();
    }
    for (Slot& slot : slots_) slot.process->send({{"op", "quit"}});
    for (Slot& slot : slots_) slot.process->wait(std::chrono::seconds(5));
    return result_;
  }

 private:
  bool busy() const {
    return std::any_of(slots_.begin(), slots_.end(),
                       [](const Slot& slot) { return slot.trial != nullptr; });
  }

  void start(Slot& slot) {
    slot = Slot{};
    slot.heard = Clock::now();
    const auto index = static_cast<std::size_t>(&slot - slots_.data());
    slot.process = std::make_unique<WorkerProcess>(options_.worker);
    slot.process->send({{"op", "open"},
                        {"study", run_.study().string()},
                        {"run", run_.root().string()},
                        {"device", worker_device(options_.devices, index)},
                        {"threads", options_.threads},
                        {"scripts", needed_.scripts},
                        {"training", needed_.training}});
  }

  void grow() {
    const auto wanted =
        std::min<std::size_t>(static_cast<std::size_t>(options_.jobs),
                              std::max<std::size_t>(1, slots_.size() + queue_.ready()));
    while (slots_.size() < wanted) {
      slots_.emplace_back();
      start(slots_.back());
    }
  }

  void assign() {
    for (Slot& slot : slots_) {
      if (!slot.open || slot.trial != nullptr || slot.retires) continue;
      while (const Trial* trial = queue_.next()) {
        if (options_.claim && !options_.claim(*trial)) continue;
        if (const std::string why = queue_.obstacle(*trial); !why.empty()) {
          finish(slot, *trial, Status::kFailed, why);
          continue;
        }
        if (refused(slot, *trial)) continue;
        slot.trial = trial;
        slot.started = Clock::now();
        slot.process->take_printed();  // before it
        log_.add("started", {{"trial", trial->id}, {"worker", slot.process->pid()}});
        if (events_.started) events_.started(*trial);
        const auto& info = catalogue_.remediations.at(trial->remediation);
        slot.process->send({{"op", "trial"},
                            {"trial", to_json(*trial)},
                            {"plugin", info.library.string()},
                            {"keep_weights", options_.keep_weights || trial->depended_upon}});
        break;
      }
    }
  }

  void listen() {
    std::vector<WorkerProcess*> workers;
    for (const Slot& slot : slots_) workers.push_back(slot.process.get());
    for (const auto& heard : WorkerProcess::listen_to(workers, std::chrono::milliseconds(100))) {
      Slot& slot = slots_[heard.worker];
      slot.heard = Clock::now();
      for (const Json& message : heard.messages) handle(slot, message);
      if (heard.nonsense.empty()) continue;
      kill(slot, Status::kCrashed, fmt::format("the worker sent nonsense: {}", heard.nonsense));
    }
  }

  // Its trial, if it has one, ends with this status and reason.
  static void kill(Slot& slot, Status status, std::string reason) {
    slot.killed_as = status;
    slot.killed_reason = std::move(reason);
    slot.process->kill();
  }

  void handle(Slot& slot, const Json& message) {
    const std::string event = message.value("event", "");
    if (event == "preparing" && events_.preparing) {
      events_.preparing(message.at("what"), message.at("done"), message.at("total"));
    } else if (event == "opened") {
      opened(slot, message.at("summary"));
    } else if (event == "progress" && slot.trial != nullptr && events_.progress) {
      events_.progress(*slot.trial, message.at("steps"), message.at("what"));
    } else if (event == "result" && slot.trial != nullptr) {
      const Trial& trial = *std::exchange(slot.trial, nullptr);
      if (message.at("trial") != trial.id) return;
      TrialResult result = result_from_json(message.at("result"));
      slot.data = study_data_from_json(message.at("data"));
      if (refused(slot, trial)) return;
      if (has_result(result.status)) named(result.seconds, "total") = seconds_since(slot.started);
      finish(trial, records_.measured(trial, slot.data, std::move(result)),
             slot.process->take_printed());
      note_left(slot, trial, message);
    } else if (event == "error") {
      throw Error("{}", message.at("message").get<std::string>());
    }
  }

  // What a trial left behind in its worker. A worker that could not get rid of it ends now, and
  // what it has finished stays.
  void note_left(Slot& slot, const Trial& trial, const Json& message) {
    for (const char* key : {"left", "retires"}) {
      if (!message.contains(key)) continue;
      const bool left = key == std::string("left");
      log_.add(left ? "put back" : "worker retires",
               {{"trial", trial.id}, {"left", message.at(key)}});
    }
    slot.retires = message.contains("retires");
    if (!slot.retires || !events_.said) return;
    events_.said(fmt::format("{} left behind {}: its worker is replaced", describe_trial(trial),
                             join(message.at("retires").get<std::vector<std::string>>(), ", ")));
  }

  void opened(Slot& slot, const Json& summary) {
    slot.open = true;
    slot.data = study_data_from_json(summary.at("data"));
    failed_starts_ = 0;
    records_.set_provenance(provenance_from_json(summary.at("provenance")));
    if (std::exchange(opened_once_, true)) return;
    log_.add("opened", {{"baseline", summary.at("baseline")}});
    const bool as_planned = differences(planned_, slot.data).empty();
    const std::string gate = summary.at("gate");
    if (as_planned && !gate.empty()) {
      result_ = {PoolEnd::kGateFailed, gate};
      return;
    }
    if (events_.opened) events_.opened(summary);
  }

  void enforce_limits() {
    for (Slot& slot : slots_) {
      if (slot.killed_as) continue;
      std::optional<double> at_work;
      if (slot.trial != nullptr) at_work = seconds_since(slot.started);
      const auto passed =
          breach(study_.limits, seconds_since(slot.heard), at_work, slot.process->pid());
      if (passed) kill(slot, passed->status, passed->reason);
    }
  }

  // The worker is gone. Its trial becomes a row, and another worker takes its place.
  void replace(Slot& slot) {
    const WorkerEnd end = slot.process->end();
    const std::string printed = end.printed.empty() ? "" : "; it printed last: " + end.printed;
    log_.add("worker ended", {{"how", end.how}, {"printed", slot.process->output_tail()}});
    if (slot.trial != nullptr) {
      if (!slot.killed_as && ended_with_the_job(end.status)) return;
      const Trial& trial = *slot.trial;
      if (slot.killed_as) {
        finish(slot, trial, *slot.killed_as, slot.killed_reason);
      } else {
        finish(slot, trial, Status::kCrashed,
               fmt::format("the worker {} while it ran this trial{}", end.how, printed));
      }
    } else if (!slot.open && ++failed_starts_ >= 3) {
      throw Error("the worker {} {} three times before it was ready{}", options_.worker.string(),
                  end.how, printed);
    }
    start(slot);
  }

  // Whether the worker was killed because this process is told to stop too.
  bool ended_with_the_job(int status) const {
    if (!WIFSIGNALED(status)) return false;
    const auto start = Clock::now();
    while (Clock::now() - start < options_.patience) {
      if ((*cancelled_)()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return false;
  }

  // Whether the slot's worker has opened other data than those that the trial was planned with;
  // then the trial is a row that says so.
  bool refused(const Slot& slot, const Trial& trial) {
    const auto& uses = catalogue_.remediations.at(trial.remediation).uses;
    const auto found = differences(planned_, slot.data, trial, uses);
    if (found.empty()) return false;
    finish(trial, records_.refused(trial, found));
    return true;
  }

  void finish(const Slot& slot, const Trial& trial, Status status, const std::string& reason) {
    const bool ran = slot.trial == &trial;
    finish(trial, records_.ended(trial, slot.data, status, reason),
           ran ? slot.process->take_printed() : "");
  }

  void finish(const Trial& trial, TrialRecord record, const std::string& printed = {}) {
    run_.write_record(record, printed);
    const Status status = record.result.status;
    queue_.ended(trial, status);
    log_.add("finished", {{"trial", trial.id}, {"status", to_string(status)}});
    if (events_.finished) events_.finished(trial, record);
  }

  const Study& study_;
  const RunDirectory& run_;
  const Catalogue& catalogue_;
  const StudyData& planned_;
  const PoolOptions& options_;
  const PoolEvents& events_;
  RunLog log_;
  RecordMaker records_;
  TrialQueue queue_;
  Needed needed_;
  std::vector<Slot> slots_;
  const std::function<bool()>* cancelled_ = nullptr;  // of run()
  bool opened_once_ = false;
  int failed_starts_ = 0;
  PoolResult result_;
};

}  // namespace

const std::string& worker_device(const std::vector<std::string>& devices, std::size_t worker) {
  return devices.at(worker % devices.size());
}

PoolResult run_pool(const Study& study, const RunDirectory& run, const std::vector<Trial>& trials,
                    const std::map<std::string, TrialRecord>& records, const Catalogue& catalogue,
                    const StudyData& planned, const PoolOptions& options, const PoolEvents& events,
                    const std::function<bool()>& cancelled) {
  return Pool(study, run, trials, records, catalogue, planned, options, events).run(cancelled);
}

}  // namespace remedy
