// A report as programs read it.
#pragma once

#include <optional>
#include <vector>

#include "report/analysis.h"
#include "report/content/json/report_json.h"

namespace remedy::testing {

inline Json analysed(const std::vector<RunData>& runs,
                     const std::optional<Overlay>& overlay = std::nullopt) {
  return report_json(analyse(runs, overlay));
}

}  // namespace remedy::testing
