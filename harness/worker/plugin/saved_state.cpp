#include "worker/plugin/saved_state.h"

#include <exception>

namespace remedy {

std::vector<Leftover> SavedState::restore() const {
  std::vector<Leftover> left;
  for (const Check& check : checks_) {
    try {
      check(left);
    } catch (const std::exception& error) {
      left.push_back({std::string("what cannot be looked at any more: ") + error.what(), false});
    }
  }
  return left;
}

}  // namespace remedy
