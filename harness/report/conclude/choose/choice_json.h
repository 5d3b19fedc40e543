// The choice in a report.
#pragma once

#include "core/json.h"
#include "report/conclude/choose/choice.h"

namespace remedy {

// verdict["set"] and verdict["free_of_choice"], see analysis.h.
Json set_json(const Contest& contest, const Decision& choice);
Json free_of_choice_json(const Decision& choice);

}  // namespace remedy
