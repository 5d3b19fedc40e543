// Draws that repeat others, as flags.
#pragma once

#include "report/content/report.h"

namespace remedy {

// Says of every series which N its draws repeat.
void flag_repeated(const Report& report, Flags& flags);

}  // namespace remedy
