#include "core/study/preprocess.h"

#include <fmt/format.h>

namespace remedy {
namespace {

std::string resizing_text(const Preprocess& p) {
  if (p.resizing == Resizing::kNone) return "no resize";
  std::string text = p.resizing == Resizing::kExact
                         ? fmt::format("resize to {}x{}", p.height, p.width)
                         : fmt::format("resize {}", p.resize);
  if (p.interpolation != Interpolation::kBilinear) {
    text += fmt::format(" {}", to_string(p.interpolation));
  }
  return text;
}

}  // namespace

bool only_resizes_and_crops(const Preprocess& p) {
  return p.resizing == Resizing::kShorterSide && p.border == 0 && p.first_crop == 0;
}

// Only what differs from the defaults stands there: trials of older studies keep their ids.
std::string geometry_text(const Preprocess& p) {
  std::string text;
  if (p.border > 0) text += fmt::format("border {}, ", p.border);
  if (p.first_crop > 0) text += fmt::format("first crop {}, ", p.first_crop);
  return text + fmt::format("{}, crop {}", resizing_text(p), p.crop);
}

std::string to_text(const Preprocess& p) {
  return fmt::format("{}, mean [{}], std [{}]", geometry_text(p), fmt::join(p.mean, ", "),
                     fmt::join(p.std, ", "));
}

}  // namespace remedy
