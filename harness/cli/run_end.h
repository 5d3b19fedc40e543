// What a run ends with: its report, the verdict in a few lines, the exit code.
#pragma once

#include "core/plan/plan.h"
#include "core/run/run_directory.h"

namespace remedy {

// Writes the report once the trials are done, prints where it lies and the verdict, and returns the
// exit code. Where the report cannot be written nothing is lost but that; 2 would say that nothing
// ran. Throws Refusal where runs cannot be compared.
int report_on(const Plan& plan, const RunDirectory& run);

}  // namespace remedy
