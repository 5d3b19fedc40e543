// What fixes are compared with and nobody is to use.
#pragma once

#include <algorithm>

#include "core/control_ids.h"
#include "core/json.h"

namespace remedy {

// Whether a setting or trial is of a control, by its plugin and not by its label.
inline bool is_control(const Json& setting) {
  return std::any_of(kControls.begin(), kControls.end(),
                     [&](const char* id) { return setting["remediation"] == id; });
}

}  // namespace remedy
