#include "report/input/outcomes.h"

namespace remedy {

const RunOutcomes::After* RunOutcomes::find(const std::string& trial,
                                            const std::string& suite) const {
  const auto found = trials.find(trial);
  if (found == trials.end()) return nullptr;
  const auto after = found->second.find(suite);
  return after == found->second.end() ? nullptr : &after->second;
}

}  // namespace remedy
