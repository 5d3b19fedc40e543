// The networks that a study may name, and what is to be known of them without libtorch.
#pragma once

#include <string>
#include <vector>

#include "core/study/study.h"

namespace remedy {

struct ArchitectureInfo {
  std::string name;
  bool bottlenecks = false;  // so that the place of the stride matters (core/study/geometry.h)
  Preprocess preprocess;     // what its weights were trained with, where a study does not say
};

// "resnet18", ...
const std::vector<ArchitectureInfo>& architectures();
std::vector<std::string> architecture_names();
// nullptr: there is no such name.
const ArchitectureInfo* find_architecture(const std::string& name);

}  // namespace remedy
