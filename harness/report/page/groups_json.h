// Groups of images, as the page's tables show them.
#pragma once

#include <optional>
#include <vector>

#include "core/json.h"
#include "report/content/report.h"
#include "report/words/group_words.h"

namespace remedy {

// [mean, min, max, trials], and [low, high] of the interval behind these; null where there is no
// value. A p-value has no mean.
Json short_spread(const std::optional<Spread>& spread);

// By suite of the report.
using Groupings = std::vector<std::vector<ShownGrouping>>;
Groupings groupings_of(const Report& report);

// By suite, of the groupings that it has: [figures that sum it up, accuracy of each group shown],
// or null where the setting has none.
Json groups_data(const Setting& setting, const Groupings& all);

// What heads the tables of a suite's groupings.
Json groupings_data(const std::vector<ShownGrouping>& all);

}  // namespace remedy
