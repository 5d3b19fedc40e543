// The plugins that fixes are compared with and nobody is to use: see plugins/README.md.
#pragma once

#include <array>

namespace remedy {

// The baseline itself, a constant on the target's logit, and continued training.
inline constexpr char kIdentity[] = "identity";
inline constexpr char kLogitShift[] = "logit_shift";
inline constexpr char kAnchorsFinetune[] = "anchors_finetune";
// In the order of tables.
inline constexpr std::array<const char*, 3> kControls = {kIdentity, kLogitShift, kAnchorsFinetune};

}  // namespace remedy
