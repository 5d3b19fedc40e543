// Which classes a remediation costs most.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/run/suite_figures.h"
#include "metrics/sample_metrics.h"

namespace remedy {

// What a class is called, by its index.
using ClassName = std::function<std::string(int)>;

// Of the classes that have fewer images right after than before, those that lose most, at most
// kClassesListed; by net loss, then by negative flips (more first), then by index. Without `name`,
// entries have no name.
ClassLosses class_losses(const std::vector<std::int32_t>& labels, const Outcomes& baseline,
                         const Outcomes& remediated, const ClassName& name = {});

}  // namespace remedy
