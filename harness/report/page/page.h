// A report as one HTML page that needs nothing else: no network, no other file.
#pragma once

#include <string>
#include <vector>

#include "report/content/report.h"
#include "report/page/flows.h"
#include "report/page/gallery.h"
#include "report/page/training_notes.h"

namespace remedy {

// `studies` are the texts of the runs' studies, in their order; of paths in them the last part is
// shown. Like the report without its timings, the page does not hang on the clock or on where a run
// lies.
std::string to_page(const Report& report, const std::vector<std::string>& studies,
                    const std::optional<Gallery>& gallery = std::nullopt,
                    const std::vector<FlipFlows>& flows = {},
                    const std::vector<NotesOfSetting>& notes = {});

}  // namespace remedy
