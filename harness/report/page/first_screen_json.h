// What the page needs for the settings of the decision matrix beyond report.json: their cost, rates
// and flips, and the families of methods that charts are coloured by.
#pragma once

#include <vector>

#include "core/json.h"
#include "report/content/report.h"
#include "report/page/flows.h"

namespace remedy {

// What the settings of the decision cost: seconds of each draw, mean and interval, by its rows.
Json cost_data(const Report& report);

// Where the settings of the decision lie against the criterion curve: for each pair of suites the
// false positives and the recall of every draw.
Json rates_data(const Report& report);

// [from, to, images, mean, draws] of each flow.
Json flows_data(const std::vector<FlipFlows>& flows);

// {order: every family, of: {remediation: its family}}
Json families_data(const Report& report);

}  // namespace remedy
