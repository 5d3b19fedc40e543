#include "worker/plugin/declared_uses.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace remedy {
namespace {

using Requirement = void (DeclaredUses::*)() const;

std::string refusal_of(const Uses& uses, Requirement requirement) {
  try {
    (DeclaredUses(uses).*requirement)();
  } catch (const std::logic_error& error) {
    return error.what();
  }
  return "";
}

TEST(DeclaredUses, WhatIsNotDeclaredIsRefusedByCallAndUse) {
  const Uses none;
  EXPECT_EQ(
      refusal_of(none, &DeclaredUses::require_training_data),
      "training_data(): the remediation declares neither uses::counterexamples nor uses::anchors");
  EXPECT_EQ(refusal_of(none, &DeclaredUses::require_pairs),
            "pairs(): the remediation does not declare uses::pairs");
  EXPECT_EQ(refusal_of(none, &DeclaredUses::require_stop),
            "stop_accuracy(): the remediation does not declare uses::stop");
  EXPECT_EQ(refusal_of(none, &DeclaredUses::require_randomness),
            "seed(): the remediation does not declare uses::randomness");
  EXPECT_EQ(refusal_of(none, &DeclaredUses::require_predecessors),
            "predecessors(): the remediation declares neither uses::predecessor nor "
            "uses::predecessors");
}

TEST(DeclaredUses, EachUseOpensItsOwnDoorAlone) {
  const struct {
    bool Uses::*use;
    Requirement opened;
  } doors[] = {{&Uses::counterexamples, &DeclaredUses::require_training_data},
               {&Uses::anchors, &DeclaredUses::require_training_data},
               {&Uses::pairs, &DeclaredUses::require_pairs},
               {&Uses::stop, &DeclaredUses::require_stop},
               {&Uses::randomness, &DeclaredUses::require_randomness},
               {&Uses::predecessor, &DeclaredUses::require_predecessors},
               {&Uses::predecessors, &DeclaredUses::require_predecessors}};
  for (const auto& door : doors) {
    Uses uses;
    uses.*door.use = true;
    for (const auto& other : doors) {
      EXPECT_EQ(refusal_of(uses, other.opened).empty(), other.opened == door.opened);
    }
  }
}

}  // namespace
}  // namespace remedy
