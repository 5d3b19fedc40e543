// A study, opened in a worker: suites prepared, baseline loaded and measured, ready for trials.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/json.h"
#include "core/plan/plan.h"
#include "core/run/record.h"
#include "core/run/run_directory.h"
#include "launch/opened_data.h"
#include "model/network.h"
#include "worker/evaluation.h"
#include "worker/plugin/plugin_library.h"
#include "worker/plugin/trial_state.h"
#include "worker/session_images.h"
#include "worker/stop_probe.h"

namespace remedy {

struct SessionOptions {
  std::filesystem::path study;  // the resolved study of a run directory
  std::filesystem::path run;
  std::string device = "cpu";  // "cpu", "cuda", "cuda:1"
  int threads = 1;
  bool training = false;  // the training source is opened with the rest
};

class Session {
 public:
  // Throws Error for anything that is wrong with the study's files, a leak between training data
  // and suites among them.
  Session(const SessionOptions& options, const OpeningProgress& progress);

  // What the baseline scores on every suite, the gate's verdict ("expect"), device and versions.
  Json summary();

  // Applies a remediation and measures it. What the remediation does wrong is the status of the
  // result; Error means that the harness itself cannot go on (a disk that is full, say). `state` is
  // put back as soon as the plugin's code has run, so that the result is measured in it.
  TrialResult run_trial(const Trial& trial, const PluginLibrary& plugin, bool keep_weights,
                        TrialState& state,
                        const std::function<void(std::int64_t, const std::string&)>& progress);

  // Says how much memory trials have left behind, where it is so much that later ones would lack
  // it: more than a GiB, or a quarter of what the study allows. To be asked between trials.
  std::string memory_left() const;

  const Study& study() const { return study_; }
  // What this session opened.
  const StudyData& data() const { return data_; }

 private:
  friend class TrialContext;

  std::string contradicted() const;
  // Opened when a remediation first asks for it, unless it has been before.
  const OpenSet& training_source();
  StopProbe& stop_probe(const StopRule& rule);
  double stop_accuracy(Model& model, const StopRule& rule);
  std::unique_ptr<Network> starting_point(const Trial& trial) const;
  // The weights that a trial ended with, into the network.
  void load_result(const std::string& trial, Network& network) const;
  std::string damage(const Network& network) const;
  std::int64_t cached_bytes() const;

  SessionOptions options_;
  Study study_;
  RunDirectory run_;
  StudyListing listing_;
  c10::Device device_;
  std::int64_t batch_;
  std::unique_ptr<Network> baseline_;
  std::unique_ptr<InferenceNetwork> baseline_inference_;
  std::string baseline_hash_;
  StudyData data_;
  SessionImages images_;  // but for those of suites, which are the evaluation's
  std::unique_ptr<Evaluation> evaluation_;
  std::map<std::string, std::unique_ptr<StopProbe>> stop_probes_;  // by StopRule::on
  std::int64_t opened_bytes_ = 0;  // resident once it is open, without the caches
};

}  // namespace remedy
