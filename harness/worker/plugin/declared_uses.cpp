#include "worker/plugin/declared_uses.h"

#include <stdexcept>

namespace remedy {

void DeclaredUses::require_training_data() const {
  if (uses_.counterexamples || uses_.anchors) return;
  throw std::logic_error(
      "training_data(): the remediation declares neither uses::counterexamples nor uses::anchors");
}

void DeclaredUses::require_pairs() const {
  if (uses_.pairs) return;
  throw std::logic_error("pairs(): the remediation does not declare uses::pairs");
}

void DeclaredUses::require_stop() const {
  if (uses_.stop) return;
  throw std::logic_error("stop_accuracy(): the remediation does not declare uses::stop");
}

void DeclaredUses::require_randomness() const {
  if (uses_.randomness) return;
  throw std::logic_error("seed(): the remediation does not declare uses::randomness");
}

void DeclaredUses::require_training() const {
  if (uses_.training) return;
  throw std::logic_error("training(): the remediation does not declare uses::training");
}

void DeclaredUses::require_predecessors() const {
  if (uses_.predecessor || uses_.predecessors) return;
  throw std::logic_error(
      "predecessors(): the remediation declares neither uses::predecessor nor uses::predecessors");
}

}  // namespace remedy
