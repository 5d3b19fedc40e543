// Runs trials in worker processes on this machine.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/catalogue.h"
#include "core/plan/plan.h"
#include "core/run/record.h"
#include "core/run/run_directory.h"
#include "core/study/study.h"
#include "launch/opened_data.h"

namespace remedy {

struct PoolOptions {
  std::filesystem::path worker;  // the program
  int jobs = 1;
  int threads = 1;                             // of each worker
  std::vector<std::string> devices = {"cpu"};  // see worker_device()
  bool keep_weights = false;
  std::filesystem::path log;  // empty: the run's
  // Asked before a trial starts; false: another process has it, and it is left alone. Empty: every
  // trial is this pool's.
  std::function<bool(const Trial& trial)> claim;
  // Where all processes of a job are ended together, a worker may be gone before this process
  // hears of it. So long is waited for `cancelled` before a worker that was killed is a row.
  std::chrono::milliseconds patience{0};
};

// The device of a worker, counted from 0: the devices in turn. A worker that takes the place of one
// that died has its number, and so its device.
const std::string& worker_device(const std::vector<std::string>& devices, std::size_t worker);

// What a pool tells while it works; every function may be empty.
struct PoolEvents {
  std::function<void(const Json& summary)> opened;  // Session::summary, once
  std::function<void(const std::string& what, std::size_t done, std::size_t total)> preparing;
  std::function<void(const Trial& trial)> started;
  std::function<void(const Trial& trial, std::int64_t steps, const std::string& what)> progress;
  std::function<void(const Trial& trial, const TrialRecord& record)> finished;
  // Only jobs on other machines tell that a trial that was started is so no longer.
  std::function<void(const Trial& trial)> stopped;
  // What becomes of workers, or of jobs on other machines.
  std::function<void(const std::string& text)> said;
};

// kIncomplete: trials are missing, which only happens to jobs on other machines.
enum class PoolEnd { kDone, kGateFailed, kCancelled, kIncomplete };

struct PoolResult {
  PoolEnd end = PoolEnd::kDone;
  std::string message;  // of the gate, or why trials are missing
};

// Opens the study in a first worker, which prepares what is not prepared yet; then runs `trials`,
// in which a trial stands after the one it starts from. `records` holds what is known of trials
// that are not to be run. Every trial becomes a record, whatever happens to its worker: a worker
// that dies is replaced. No trial is needed: then the study is opened and measured alone.
//
// `cancelled` is asked several times a second; workers are then killed at once.
// Throws Error where the study cannot be opened, a record cannot be written, or workers keep dying
// before they are ready. What is measured is what was planned: where a worker opened other data
// than those of `planned`, the trials that they matter to are rows that say so, and the gate is not
// asked.
PoolResult run_pool(const Study& study, const RunDirectory& run, const std::vector<Trial>& trials,
                    const std::map<std::string, TrialRecord>& records, const Catalogue& catalogue,
                    const StudyData& planned, const PoolOptions& options, const PoolEvents& events,
                    const std::function<bool()>& cancelled);

}  // namespace remedy
