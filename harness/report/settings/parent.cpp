#include "report/settings/parent.h"

namespace remedy {

std::optional<ParentSetting> parent_of(const std::vector<Setting>& settings,
                                       const Setting& setting) {
  if (!setting.after) return std::nullopt;
  const Setting& parent = settings[*setting.after];
  return ParentSetting{parent.label, parent.parameters};
}

}  // namespace remedy
