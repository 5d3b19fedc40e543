// What a plugin is given while it is checked.
#pragma once

#include <memory>

#include "model/network.h"
#include "remedy/context.h"
#include "worker/plugin/declared_uses.h"
#include "worker/plugin/plugin_library.h"

namespace remedy {

inline constexpr std::int64_t kCheckClasses = 8;
inline constexpr int kCheckPixels = 32;  // along a side of its images
inline constexpr std::int64_t kCheckSteps = 3;
inline constexpr std::uint64_t kCheckSeed = 1;

// Small random networks with kCheckClasses classes, on the CPU; always the same.
std::unique_ptr<Network> residual_check_network();
std::unique_ptr<Network> transformer_check_network();

// The circumstances of one application.
struct CheckSetup {
  std::int64_t counterexamples = 4;
  std::int64_t anchors = 6;
  std::uint64_t torch_seed = kCheckSeed;
  int threads = 2;
  std::size_t predecessors = 0;
  // What is told of the images is another: which of them are counterexamples, what was changed.
  bool other_groups = false;
  bool other_masks = false;
};

// What another remediation might have left: every weight a little off, by its number.
void alter(Model& model, std::size_t number);

// Random images; a stop set that is never recognised. It remembers what was asked for, and refuses
// what is not declared.
class CheckContext final : public Context {
 public:
  CheckContext(const Network& theta, const Uses& uses, const CheckSetup& setup);

  const TrainingData& training_data() override;
  const Pairs& pairs() override;
  const TrainingSource& training() override;
  Model& baseline() override { return *baseline_; }
  const std::vector<std::unique_ptr<Model>>& predecessors() override;
  at::Tensor baseline_logits() override;
  double stop_accuracy(Model& model) override;
  double stop_above() const override { return 0.9; }
  std::int64_t max_steps() const override { return kCheckSteps; }
  std::uint64_t seed() const override;
  c10::Device device() const override { return c10::Device("cpu"); }
  Normalisation normalisation() const override;
  std::int64_t target_class() const override { return 0; }
  void progress(std::int64_t steps, const std::string&) override {
    most_steps = std::max(most_steps, steps);
  }
  void log(const std::string&, double) override {}

  const Model& baseline_copy() const { return *baseline_; }

  bool asked_data = false;
  bool asked_pairs = false;
  bool asked_stop = false;
  bool asked_training = false;
  bool asked_predecessors = false;
  std::int64_t most_steps = 0;

 private:
  std::unique_ptr<Model> theta_;
  std::unique_ptr<Model> baseline_;
  std::vector<std::unique_ptr<Model>> predecessors_;
  DeclaredUses declared_;
  TrainingData data_;
  Pairs pairs_;
  TrainingSource training_;
};

}  // namespace remedy
