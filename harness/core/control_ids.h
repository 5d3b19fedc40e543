// The plugins that fixes are compared with and nobody is to use: see plugins/README.md.
#pragma once

#include <array>

namespace remedy {

// A constant on the target's logit, and continued training.
inline constexpr char kLogitShift[] = "logit_shift";
inline constexpr char kAnchorsFinetune[] = "anchors_finetune";
// In the order of tables.
inline constexpr std::array<const char*, 3> kControls = {"identity", kLogitShift, kAnchorsFinetune};

}  // namespace remedy
