// Which classes a remediation costs most.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/json.h"
#include "evaluate/sample_metrics.h"

namespace remedy {

inline constexpr std::size_t kClassesListed = 10;

// What a class is called, by its index.
using ClassName = std::function<std::string(int)>;

// {lost: [{class: index, name, images, before, after, negative_flips}]}: of the classes that have
// fewer images right after than before, those that lose most, at most kClassesListed; by net loss,
// then by negative flips (more first), then by index. `before` and `after` count images that are
// right. Without `name`, entries have no name.
Json class_losses(const std::vector<std::int32_t>& labels, const Outcomes& baseline,
                  const Outcomes& remediated, const ClassName& name = {});

}  // namespace remedy
