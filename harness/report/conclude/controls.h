// What fixes are compared with and nobody is to use.
#pragma once

#include <algorithm>

#include "core/control_ids.h"
#include "report/content/setting.h"

namespace remedy {

// Whether a setting is of a control, by its plugin and not by its label.
inline bool is_control(const Setting& setting) {
  return std::any_of(kControls.begin(), kControls.end(),
                     [&](const char* id) { return setting.remediation == id; });
}

}  // namespace remedy
