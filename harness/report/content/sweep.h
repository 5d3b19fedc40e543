// Settings of a remediation as a grid over the two things that its study varied.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/named.h"
#include "report/content/setting.h"

namespace remedy {

struct SweepAxis {
  std::string name;  // "anchor_classes", or a parameter
  std::vector<ParameterValue> values;
};

struct Sweep {
  std::size_t first = 0;        // a setting of it
  Named<ParameterValue> fixed;  // of those that vary elsewhere
  std::vector<ParentSetting> after;
  SweepAxis x;
  std::optional<SweepAxis> y;
  // Settings along x, a row for each y; nothing where there is none.
  std::vector<std::vector<std::optional<std::size_t>>> cells;
};

}  // namespace remedy
