// A report as one HTML page that needs nothing else: no network, no other file.
#pragma once

#include <string>
#include <vector>

#include "core/json.h"

namespace remedy {

// What the page draws, made smaller than the report: of every setting the figures that tables show,
// of every trial one point. `studies` are the texts of the runs' studies, in their order; of paths
// in them the last part is shown. `gallery` is that of report/gallery.h. Like the report without
// its timings, it does not hang on the clock or on where a run lies.
Json page_data(const Json& report, const std::vector<std::string>& studies,
               const Json& gallery = nullptr);

std::string to_page(const Json& report, const std::vector<std::string>& studies,
                    const Json& gallery = nullptr);

}  // namespace remedy
