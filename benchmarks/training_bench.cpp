#include "training_bench.h"

#include <ATen/ATen.h>

#include <stdexcept>

#include "evaluate/suite_tensor.h"

namespace remedy::bench {

const Trial* trained_trial(const Plan& plan) {
  const Trial* best = nullptr;
  for (const Trial& trial : plan.trials) {
    const bool plain =
        trial.remediation == "mixed_finetune" || trial.remediation == "counterexample_finetune";
    if (plain && (best == nullptr || trial.training_images > best->training_images)) best = &trial;
  }
  return best;
}

TrainingBench::TrainingBench(const OpenedStudy& study, const Trial& trial)
    : options_(Parameters(trial.parameters)) {
  std::vector<at::Tensor> images;
  std::vector<std::int64_t> labels, groups;
  const auto add = [&](const BenchSet& set, const std::vector<std::size_t>& rows,
                       std::int64_t group) {
    images.push_back(
        SuiteTensor(set.prepared, study.preprocess(), c10::Device("cpu")).images(rows));
    for (const std::size_t row : rows) {
      labels.push_back(set.prepared.labels()[row]);
      groups.push_back(group);
    }
  };
  const BenchSet& counterexamples = *study.find_training("counterexamples");
  std::vector<std::size_t> all(counterexamples.prepared.size());
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
  add(counterexamples, all, kCounterexample);
  if (trial.anchor_classes) {
    add(*study.find_training("anchors"), study.listing().draw(*trial.anchor_classes, *trial.draw),
        kAnchor);
  }
  data_.images = at::cat(images).to(study.device()).contiguous(at::MemoryFormat::ChannelsLast);
  data_.labels = at::tensor(labels, at::kLong).to(study.device());
  data_.groups = at::tensor(groups, at::kLong).to(study.device());
}

void TrainingBench::run(Model& model, std::int64_t steps) {
  options_.steps = steps;
  finetune(model, *this, options_);
  model.eval();
}

const Pairs& TrainingBench::pairs() { throw std::logic_error("pairs() is not measured"); }
Model& TrainingBench::baseline() { throw std::logic_error("baseline() is not measured"); }
const std::vector<std::unique_ptr<Model>>& TrainingBench::predecessors() {
  throw std::logic_error("predecessors() is not measured");
}
Normalisation TrainingBench::normalisation() const {
  throw std::logic_error("normalisation() is not measured");
}
at::Tensor TrainingBench::baseline_logits() {
  throw std::logic_error("baseline_logits() is not measured");
}
c10::Device TrainingBench::device() const { return data_.labels.device(); }

}  // namespace remedy::bench
