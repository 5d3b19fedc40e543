// A baseline's training, in a worker. Needs no torch.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "core/json.h"

namespace remedy {

struct PretrainJob {
  std::filesystem::path worker;     // the program
  std::filesystem::path study;      // resolved
  std::filesystem::path directory;  // where the state is kept, and what is measured at the end
  std::string device = "cpu";
  int threads = 1;
};

// What a training tells while it works; see PretrainEvents in pretrain.h.
struct PretrainJobEvents {
  std::function<void(std::int64_t step, std::int64_t steps, double loss)> step;
  std::function<void(const Json& figures)> epoch;
  std::function<void(const std::string& what, std::size_t done, std::size_t total)> preparing;
};

// Trains, writes the weights, and measures them on the study's suites: Session::summary. Nothing
// where `cancelled`, which is asked several times a second, was true. Throws Error with the
// worker's message, or with how it ended.
std::optional<Json> run_pretraining(const PretrainJob& job, const PretrainJobEvents& events,
                                    const std::function<bool()>& cancelled);

}  // namespace remedy
