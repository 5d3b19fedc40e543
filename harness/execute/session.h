// A study, opened in a worker: suites prepared, baseline loaded and measured, ready for trials.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/json.h"
#include "core/plan.h"
#include "core/run_directory.h"
#include "data/prepared_set.h"
#include "evaluate/prefix_cache.h"
#include "evaluate/sample_metrics.h"
#include "evaluate/suite_tensor.h"
#include "execute/plugin_library.h"
#include "execute/stop_probe.h"
#include "execute/stopwatch.h"
#include "execute/study_listing.h"
#include "model/resnet.h"

namespace remedy {

struct SessionOptions {
  std::filesystem::path study;  // the resolved study of a run directory
  std::filesystem::path run;
  std::string device = "cpu";  // "cpu", "cuda", "cuda:1"
  int threads = 1;
};

// A prepared image set, and the same on the device.
struct OpenSet {
  PreparedSet prepared;
  std::unique_ptr<SuiteTensor> tensor;  // of `prepared`'s memory, which does not move with it
  std::vector<std::int32_t> labels;
};

struct OpenSuite {
  std::string name;
  Role role = Role::kRetain;
  std::unique_ptr<OpenSet> images;
  at::Tensor baseline_logits;  // float [n, classes], on the CPU
  std::unique_ptr<PrefixCache> activations;
  Outcomes baseline;
  // How the baseline in the study's precision differs from that in float32: {"top1_agreement":
  // share of images with the same prediction, "kl": {"mean", "max"} in nats, "top1": float32's}.
  // null where the precision is float32.
  Json rounding;
};

class Session {
 public:
  // set name, images done, images in all
  using Progress = std::function<void(const std::string&, std::size_t, std::size_t)>;

  // Throws Error for anything that is wrong with the study's files, a leak between training data
  // and suites among them.
  Session(const SessionOptions& options, const Progress& progress);

  // What the baseline scores on every suite, the gate's verdict ("expect"), device and versions.
  Json summary() const;

  // Applies a remediation and measures it. What the remediation does wrong is the status of the
  // result; Error means that the harness itself cannot go on (a disk that is full, say).
  Json run_trial(const Trial& trial, const PluginLibrary& plugin, bool keep_weights,
                 const std::function<void(std::int64_t, const std::string&)>& progress);

  const Study& study() const { return study_; }

 private:
  friend class TrialContext;

  std::unique_ptr<OpenSet> open_set(const std::string& name, const Listing& listing,
                                    const Progress& progress) const;
  void select_images();
  void refuse_training_leaks() const;
  void measure_baseline(OpenSuite& suite, const Progress& progress);
  // How the baseline's outcomes differ from those of `exact`, its logits in float32.
  Json rounding_of(const OpenSuite& suite, const at::Tensor& exact) const;
  StopProbe& stop_probe(const StopRule& rule);
  double stop_accuracy(Model& model, const StopRule& rule);
  std::unique_ptr<ResNet> starting_point(const Trial& trial) const;
  std::string damage(const ResNet& network) const;
  Json measure(ResNet& network, const Trial& trial, Stopwatch& watch);

  SessionOptions options_;
  Study study_;
  RunDirectory run_;
  StudyListing listing_;
  c10::Device device_;
  std::int64_t batch_;
  std::unique_ptr<ResNet> baseline_;
  std::unique_ptr<InferenceNetwork> baseline_inference_;
  CacheBudget cache_budget_;
  std::string baseline_hash_;
  std::unique_ptr<OpenSet> counterexamples_, originals_, masks_, anchors_, stop_;
  std::vector<OpenSuite> suites_;
  std::map<std::string, std::unique_ptr<StopProbe>> stop_probes_;  // by StopRule::on
};

}  // namespace remedy
