// What fixes are compared with and nobody is to use.
#pragma once

#include <algorithm>
#include <array>

#include "core/json.h"

namespace remedy {

// The constant on the target's logit, and continued training: see plugins/README.md.
inline constexpr char kLogitShift[] = "logit_shift";
inline constexpr char kAnchorsFinetune[] = "anchors_finetune";
inline constexpr std::array<const char*, 3> kControls = {"identity", kLogitShift, kAnchorsFinetune};

// Whether a setting or trial is of a control, by its plugin and not by its label.
inline bool is_control(const Json& setting) {
  return std::any_of(kControls.begin(), kControls.end(),
                     [&](const char* id) { return setting["remediation"] == id; });
}

}  // namespace remedy
