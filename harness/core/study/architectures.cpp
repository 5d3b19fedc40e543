#include "core/study/architectures.h"

namespace remedy {

const std::vector<ArchitectureInfo>& architectures() {
  static const std::vector<ArchitectureInfo> all = {
      {"resnet18", false, {}}, {"resnet34", false, {}}, {"resnet50", true, {}},
      {"resnet101", true, {}}, {"resnet152", true, {}},
  };
  return all;
}

std::vector<std::string> architecture_names() {
  std::vector<std::string> names;
  for (const ArchitectureInfo& info : architectures()) names.push_back(info.name);
  return names;
}

const ArchitectureInfo* find_architecture(const std::string& name) {
  for (const ArchitectureInfo& info : architectures()) {
    if (info.name == name) return &info;
  }
  return nullptr;
}

}  // namespace remedy
