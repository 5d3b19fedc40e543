// What a setting starts from.
#pragma once

#include "core/json.h"

namespace remedy {

// What a setting starts from, whatever its N: {label, parameters}; null: the baseline.
Json parent_of(const Json& settings, const Json& setting);

}  // namespace remedy
