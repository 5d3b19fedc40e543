// The harness's side of remedy/context.h, for one trial.
#pragma once

#include <functional>
#include <memory>

#include "core/run/trial_log.h"
#include "remedy/context.h"
#include "worker/plugin/declared_uses.h"
#include "worker/session.h"

namespace remedy {

class TrialContext final : public Context {
 public:
  using Progress = std::function<void(std::int64_t, const std::string&)>;

  // `session`, `trial` and `state` must outlive the object. What the remediation asks for is
  // computed with the settings of `state`, not with those that the remediation has made.
  TrialContext(Session& session, const Trial& trial, const Uses& uses, const TrialState& state,
               Progress progress);

  const TrainingData& training_data() override;
  const Pairs& pairs() override;
  Model& baseline() override;
  const std::vector<std::unique_ptr<Model>>& predecessors() override;
  at::Tensor baseline_logits() override;
  double stop_accuracy(Model& model) override;
  double stop_above() const override;
  std::int64_t max_steps() const override;
  std::uint64_t seed() const override;
  c10::Device device() const override;
  Normalisation normalisation() const override;
  std::int64_t target_class() const override;
  std::vector<std::int64_t> target_classes() const override;
  void progress(std::int64_t steps, const std::string& what) override;
  const TrainingSource& training() override;
  void log(const std::string& name, double value) override { log_.add(name, steps_, value); }

  std::int64_t steps() const { return steps_; }
  std::int64_t probes() const { return probes_; }
  const TrialLog& log() const { return log_; }

 private:
  Session& session_;
  const Trial& trial_;
  DeclaredUses declared_;
  const TrialState& state_;
  Progress progress_;
  std::unique_ptr<TrainingData> data_;
  std::unique_ptr<Pairs> pairs_;
  std::unique_ptr<TrainingSource> training_;
  std::unique_ptr<Model> baseline_;
  std::vector<std::unique_ptr<Model>> predecessors_;
  at::Tensor baseline_logits_;
  std::int64_t steps_ = 0;
  std::int64_t probes_ = 0;
  TrialLog log_;
};

}  // namespace remedy
