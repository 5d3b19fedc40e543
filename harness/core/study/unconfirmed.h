// Baselines that nothing confirms.
#pragma once

#include <string>

#include "core/study/geometry.h"

namespace remedy {

// What to know of a baseline whose study has no `expect`: what the shapes of its weights do not
// show, and how to have it checked. Two sentences and more, for `plan`, `run` and reports.
std::string unconfirmed_warning(const std::string& architecture, const Geometry& geometry);

}  // namespace remedy
