#include "report/settings/parent.h"

namespace remedy {

std::vector<ParentSetting> parents_of(const std::vector<Setting>& settings,
                                      const Setting& setting) {
  std::vector<ParentSetting> parents;
  for (const std::size_t parent : setting.after) {
    parents.push_back({settings[parent].label, settings[parent].parameters});
  }
  return parents;
}

}  // namespace remedy
