#include "report/input/margins.h"

namespace remedy {

const std::vector<float>* RunMargins::find(const std::string& trial,
                                           const std::string& suite) const {
  const auto found = trials.find(trial);
  if (found == trials.end()) return nullptr;
  const auto margins = found->second.find(suite);
  return margins == found->second.end() ? nullptr : &margins->second;
}

}  // namespace remedy
