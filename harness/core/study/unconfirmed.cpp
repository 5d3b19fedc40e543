#include "core/study/unconfirmed.h"

#include <fmt/format.h>

#include "core/study/architectures.h"

namespace remedy {

std::string unconfirmed_warning(const std::string& architecture, const Geometry& geometry) {
  const char* of_convolutions =
      has_geometry(architecture)
          ? "stride and pooling of the stem, the place of the stride in bottlenecks, batch "
            "norm's eps, "
          : "";
  return fmt::format(
      "nothing confirms the baseline: the study has no baseline.expect. That weights load shows "
      "their shapes alone, not {}the preprocessing or the order of the classes. Taken is: {}. "
      "If any of these is wrong, so is every figure. Give the top-1 that the network is known to "
      "have, such as baseline: {{expect: {{suite: validation, top1: 0.76, within: 0.005}}}}",
      of_convolutions, in_words(geometry, architecture));
}

}  // namespace remedy
