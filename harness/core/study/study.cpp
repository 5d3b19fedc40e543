#include "core/study/study.h"

namespace remedy {

const Suite* Study::find_suite(const std::string& suite) const {
  for (const Suite& candidate : suites) {
    if (candidate.name == suite) return &candidate;
  }
  return nullptr;
}

const LabelSpace* Study::find_label_space(const std::string& space) const {
  for (const LabelSpace& candidate : label_spaces) {
    if (candidate.name == space) return &candidate;
  }
  return nullptr;
}

const char* to_string(Role role) {
  switch (role) {
    case Role::kFix:
      return "fix";
    case Role::kRetain:
      return "retain";
    case Role::kTransfer:
      return "transfer";
    case Role::kGuard:
      return "guard";
  }
  return "unknown";
}

const char* to_string(Precision precision) {
  return precision == Precision::kBFloat16 ? "bfloat16" : "float32";
}

}  // namespace remedy
