// What a remediation is offered depends on what it declares. One place for trials and checks, so
// that a plugin which passes a check is offered the same in a trial.
#pragma once

#include "core/catalogue.h"

namespace remedy {

// Each throws std::logic_error naming the call and the use, unless it is declared.
class DeclaredUses {
 public:
  explicit DeclaredUses(const Uses& uses) : uses_(uses) {}

  void require_training_data() const;  // counterexamples or anchors
  void require_pairs() const;
  void require_stop() const;        // stop_accuracy()
  void require_randomness() const;  // seed()
  void require_training() const;    // training()
  void require_predecessors() const;

  const Uses& uses() const { return uses_; }

 private:
  Uses uses_;
};

}  // namespace remedy
