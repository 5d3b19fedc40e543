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
#include "data/prepared/prepared_set.h"
#include "evaluate/prefix_cache.h"
#include "evaluate/suite_tensor.h"
#include "launch/study_listing.h"
#include "metrics/label_view.h"
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
  std::vector<ImageGrouping> groupings;
  std::vector<std::string> pair_keys;  // Listing::pair_keys
  LabelView view;                      // of its label space
  std::vector<std::vector<int>> also;  // further right classes of each image; empty: none has any
  std::optional<SuiteSpace> space;     // nothing: the network's own classes
  std::vector<int> target_classes;     // of the space, the target first; empty where it has none
  int target = -1;                     // of the space, or -1
  at::Tensor baseline_logits;          // float [n, classes], on the CPU
  std::unique_ptr<PrefixCache> activations;
  Outcomes baseline;
  TargetMargins margins;             // the baseline's
  std::optional<Rounding> rounding;  // nothing where the study's precision is float32

  // Whether every image has one class, of the network's own.
  bool is_plain() const { return !space && also.empty(); }
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
  // Measures the baseline on all suites, of which everything up to the target is given; its
  // logits are taken from the run directory where they are there.
  Evaluation(const EvaluationGround& ground, std::vector<OpenSuite> suites,
             const OpeningProgress& progress);

  // By name of a suite: its role, number of images, and what the baseline scores there.
  Json baseline() const;

  // The images of a suite, or null.
  const OpenSet* images(const std::string& suite) const;

  // What it keeps for later networks, in bytes.
  std::int64_t cached_bytes() const { return CacheBudget().bytes - cache_budget_.bytes; }

  // How a network does on each suite, and what the study derives from that; its predictions go to
  // the run directory. Throws Diverged where a logit is not finite, Error where a file cannot be
  // written or a derived figure cannot be.
  struct Measured {
    Named<SuiteFigures> suites;
    Named<DerivedFigures> derived;
  };
  Measured measure(const Network& network, const std::string& trial, Stopwatch& watch);

 private:
  void measure_baseline(OpenSuite& suite, const OpeningProgress& progress) const;
  // How the baseline's outcomes differ from those of `exact`, its logits in float32.
  Rounding rounding_of(const OpenSuite& suite, const at::Tensor& exact) const;
  // Of logits, float [n, classes], on the CPU; those before first.
  Divergences divergences_of(const at::Tensor& before, const at::Tensor& after,
                             const OpenSuite& suite) const;
  Outcomes outcomes_of(const at::Tensor& logits, const OpenSuite& suite) const;
  // Empty where the suite's label space has no target.
  TargetMargins margins_of(const at::Tensor& logits, const OpenSuite& suite) const;

  EvaluationGround ground_;
  CacheBudget cache_budget_;
  std::vector<OpenSuite> suites_;
};

}  // namespace remedy
