// A study opened for measuring: what a worker has when it begins, with nothing evaluated yet.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "cli/planning/planned_study.h"
#include "data/prepared/prepared_set.h"
#include "launch/study_listing.h"
#include "model/architectures/architectures.h"
#include "model/inference.h"

namespace remedy::bench {

// Images of the study under the name that it has there: "counterexamples", "anchors", "stop".
struct BenchSet {
  std::string name;
  const Listing* listing = nullptr;  // of the OpenedStudy
  PreparedSet prepared;
};

class OpenedStudy {
 public:
  // On the device of the arguments, with so many threads. Throws Error for all that is wrong with
  // the study.
  OpenedStudy(const StudyArguments& arguments, int threads);
  OpenedStudy(const OpenedStudy&) = delete;
  OpenedStudy& operator=(const OpenedStudy&) = delete;

  const PlannedStudy& planned() const { return planned_; }
  const StudyListing& listing() const { return listing_; }
  const Preprocess& preprocess() const { return planned_.study.baseline.preprocess; }
  // The baseline as the worker evaluates it, in the study's precision.
  InferenceNetwork& inference() { return *inference_; }
  c10::Device device() const { return network_->device(); }
  // A network of its own with the baseline's weights.
  std::unique_ptr<Network> copy_of_network() const { return network_->copy(); }

  const std::vector<BenchSet>& training() const { return training_; }
  const std::vector<BenchSet>& suites() const { return suites_; }  // in the order of the study
  const BenchSet* find_training(const std::string& name) const;
  const BenchSet& largest_suite() const;

 private:
  PlannedStudy planned_;
  StudyListing listing_;
  std::unique_ptr<Network> network_;
  std::unique_ptr<InferenceNetwork> inference_;
  std::vector<BenchSet> training_, suites_;
};

}  // namespace remedy::bench
