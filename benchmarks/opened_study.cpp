#include "opened_study.h"

#include <ATen/Parallel.h>

#include <algorithm>

#include "core/error.h"
#include "model/architectures/architectures.h"
#include "worker/device.h"
#include "worker/misclassified.h"

namespace remedy::bench {

OpenedStudy::OpenedStudy(const StudyArguments& arguments, int threads)
    : planned_(plan_study(arguments)), listing_(list_study(planned_.study)) {
  at::set_num_threads(threads);
  const Study& study = planned_.study;
  network_ = make_network(study.baseline, listing_.classes.size(), parse_device(arguments.device));
  inference_ = make_inference_network(*network_, study.precision);

  const auto open = [&](std::vector<BenchSet>& to, const std::string& name, const ImageSet& images,
                        Listing& listing) {
    if (images.depends_on_baseline()) {
      select_misclassified(listing, *images.generated(), *inference_, network_->device(),
                           preprocess());
    }
    to.push_back({name, &listing, prepare(listing, preprocess(), threads)});
  };
  if (listing_.counterexamples) {
    open(training_, "counterexamples", *study.data.counterexamples, *listing_.counterexamples);
  }
  if (listing_.anchors) open(training_, "anchors", *study.data.anchors, *listing_.anchors);
  if (listing_.stop) open(training_, "stop", *study.data.stop, *listing_.stop);
  for (std::size_t i = 0; i < study.suites.size(); ++i) {
    open(suites_, study.suites[i].name, study.suites[i].images, listing_.suites[i]);
  }
}

const BenchSet* OpenedStudy::find_training(const std::string& name) const {
  for (const BenchSet& set : training_) {
    if (set.name == name) return &set;
  }
  return nullptr;
}

const BenchSet& OpenedStudy::largest_suite() const {
  if (suites_.empty()) {
    throw Error("{}: suites: there is none to measure", planned_.study.file.string());
  }
  return *std::max_element(suites_.begin(), suites_.end(),
                           [](const BenchSet& one, const BenchSet& other) {
                             return one.prepared.size() < other.prepared.size();
                           });
}

}  // namespace remedy::bench
