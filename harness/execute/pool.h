// Runs trials in worker processes on this machine.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/catalogue.h"
#include "core/plan.h"
#include "core/run_directory.h"
#include "core/study.h"

namespace remedy {

struct PoolOptions {
  std::filesystem::path worker;  // the program
  int jobs = 1;
  int threads = 1;                             // of each worker
  std::vector<std::string> devices = {"cpu"};  // worker i gets number i, round and round
  bool keep_weights = false;
  Limits limits;
};

// What a pool tells while it works; every function may be empty.
struct PoolEvents {
  std::function<void(const Json& summary)> opened;  // Session::summary, once
  std::function<void(const std::string& what, std::size_t done, std::size_t total)> preparing;
  std::function<void(const Trial& trial)> started;
  std::function<void(const Trial& trial, std::int64_t steps, const std::string& what)> progress;
  std::function<void(const Trial& trial, const Json& record)> finished;
};

enum class PoolEnd { kDone, kGateFailed, kCancelled };

struct PoolResult {
  PoolEnd end = PoolEnd::kDone;
  std::string message;  // of the gate
};

// Opens the study in a first worker, which prepares what is not prepared yet; then runs `trials`,
// in which a trial stands after the one it starts from. `records` holds what is known of trials
// that are not to be run. Every trial becomes a record, whatever happens to its worker: a worker
// that dies is replaced. No trial is needed: then the study is opened and measured alone.
//
// `cancelled` is asked several times a second; workers are then killed at once.
// Throws Error where the study cannot be opened, a record cannot be written, or workers keep dying
// before they are ready.
PoolResult run_pool(const Study& study, const RunDirectory& run, const std::vector<Trial>& trials,
                    const std::map<std::string, Json>& records, const Catalogue& catalogue,
                    const Json& comparable, const PoolOptions& options, const PoolEvents& events,
                    const std::function<bool()>& cancelled);

}  // namespace remedy
