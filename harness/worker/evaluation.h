// The suites of a session: what the baseline says of their images, and what a remediated network
// does.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/json.h"
#include "core/named.h"
#include "core/run/run_directory.h"
#include "core/run/suite_figures.h"
#include "data/prepared_set.h"
#include "evaluate/prefix_cache.h"
#include "evaluate/suite_tensor.h"
#include "launch/study_listing.h"
#include "metrics/sample_metrics.h"
#include "metrics/target_margin.h"
#include "model/network.h"
#include "worker/stopwatch.h"

namespace remedy {

// Told while suites are opened: what is being done, images done, images in all.
using OpeningProgress = std::function<void(const std::string&, std::size_t, std::size_t)>;

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
  TargetMargins margins;             // the baseline's
  std::optional<Rounding> rounding;  // nothing where the study's precision is float32
};

// What networks are compared with, and where; all of it must outlive the evaluation.
struct EvaluationGround {
  const Study& study;
  const StudyListing& listing;
  const RunDirectory& run;
  const Network& baseline;
  InferenceNetwork& inference;  // the baseline's, in the study's precision
  const std::string& baseline_hash;
  c10::Device device;
  std::int64_t batch;  // images of a forward pass
  int threads;
};

class Evaluation {
 public:
  // Measures the baseline on all suites, of which name, role and images are given; its logits are
  // taken from the run directory where they are there.
  Evaluation(const EvaluationGround& ground, std::vector<OpenSuite> suites,
             const OpeningProgress& progress);

  // By name of a suite: its role, number of images, and what the baseline scores there.
  Json baseline() const;

  // The images of a suite, or null.
  const OpenSet* images(const std::string& suite) const;

  // What it keeps for later networks, in bytes.
  std::int64_t cached_bytes() const { return CacheBudget().bytes - cache_budget_.bytes; }

  // How a network does on each suite; its predictions go to the run directory. Throws Diverged
  // where a logit is not finite, Error where a file cannot be written.
  Named<SuiteFigures> measure(const Network& network, const std::string& trial, Stopwatch& watch);

 private:
  void measure_baseline(OpenSuite& suite, const OpeningProgress& progress) const;
  // How the baseline's outcomes differ from those of `exact`, its logits in float32.
  Rounding rounding_of(const OpenSuite& suite, const at::Tensor& exact) const;
  // Of logits, float [n, classes], on the CPU; those before first.
  Divergences divergences_of(const at::Tensor& before, const at::Tensor& after) const;
  Outcomes outcomes_of(const at::Tensor& logits, const OpenSuite& suite) const;
  TargetMargins margins_of(const at::Tensor& logits) const;

  EvaluationGround ground_;
  CacheBudget cache_budget_;
  std::vector<OpenSuite> suites_;
};

}  // namespace remedy
