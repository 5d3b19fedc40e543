// What the page draws.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/json.h"
#include "report/content/report.h"
#include "report/page/flows.h"
#include "report/page/gallery.h"
#include "report/page/training_notes.h"

namespace remedy {

// Smaller than the report: of every setting the figures that tables show, of every trial one point.
// Arguments as to_page() has them.
Json page_data(const Report& report, const std::vector<std::string>& studies,
               const std::optional<Gallery>& gallery = std::nullopt,
               const std::vector<FlipFlows>& flows = {},
               const std::vector<NotesOfSetting>& notes = {});

}  // namespace remedy
