// Optimizer steps of a trial without its probes: what remains is forward, backward and update.
#pragma once

#include "opened_study.h"
#include "remedy/context.h"
#include "remedy/training.h"

namespace remedy::bench {

// The plan's trial that trains on the most images by the plain fine-tunes, or nothing.
const Trial* trained_trial(const Plan& plan);

class TrainingBench : private Context {
 public:
  // `study` and `trial` must outlive the object.
  TrainingBench(const OpenedStudy& study, const Trial& trial);

  // Full-batch steps by the SDK's own loop, with an optimizer of their own.
  void run(Model& model, std::int64_t steps);
  std::int64_t images() const { return data_.labels.size(0); }

 private:
  const TrainingData& training_data() override { return data_; }
  const Pairs& pairs() override;
  Model& baseline() override;
  const std::vector<std::unique_ptr<Model>>& predecessors() override;
  Normalisation normalisation() const override;
  at::Tensor baseline_logits() override;
  double stop_accuracy(Model&) override { return 0; }
  double stop_above() const override { return 1; }
  std::int64_t max_steps() const override { return 0; }
  std::uint64_t seed() const override { return 0; }
  c10::Device device() const override;
  std::int64_t target_class() const override { return 0; }
  void progress(std::int64_t, const std::string&) override {}
  void log(const std::string&, double) override {}

  FinetuneOptions options_;
  TrainingData data_;
};

}  // namespace remedy::bench
