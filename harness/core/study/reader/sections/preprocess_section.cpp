#include "core/study/reader/sections/preprocess_section.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "core/text.h"

namespace remedy {
namespace {

constexpr char kNoResize[] = "none";

std::optional<int> pixels(const std::string& text) {
  const auto number = parse_integer(text);
  if (!number || *number < 1 || *number > 100000) return std::nullopt;
  return static_cast<int>(*number);
}

void read_resize(Section& section, Preprocess& to) {
  if (!section.has("resize")) return;
  const std::vector<std::string> given = section.texts("resize");
  if (given.size() == 1 && given[0] == kNoResize) {
    to.resizing = Resizing::kNone;
    return;
  }
  std::vector<int> sides;
  for (const std::string& text : given) {
    if (const auto side = pixels(text)) sides.push_back(*side);
  }
  if (sides.size() != given.size() || sides.empty() || sides.size() > 2) {
    section.problem("resize", fmt::format("found [{}], expected pixels of the shorter side, "
                                          "[height, width] or \"none\"",
                                          join(given, ", ")));
  } else if (sides.size() == 1) {
    to.resizing = Resizing::kShorterSide;
    to.resize = sides[0];
  } else {
    to.resizing = Resizing::kExact;
    to.height = sides[0];
    to.width = sides[1];
  }
}

// The crop's share of the shorter side, as configurations of timm give it.
void read_crop_ratio(Section& section, Preprocess& to) {
  const auto ratio = section.real("crop_ratio", 0.01, 1);
  if (!ratio) return;
  if (section.has("resize")) {
    section.problem("crop_ratio", "says how to resize, and so does \"resize\"; remove one");
    return;
  }
  to.resizing = Resizing::kShorterSide;
  to.resize = static_cast<int>(std::floor(to.crop / *ratio));
}

void read_statistics(Section& section, Preprocess& to) {
  if (auto mean = section.reals("mean", 3); !mean.empty()) to.mean = mean;
  if (auto std = section.reals("std", 3); !std.empty()) {
    to.std = std;
    if (*std::min_element(std.begin(), std.end()) <= 0) {
      section.problem("std", "every value has to be greater than 0");
    }
  }
}

}  // namespace

Preprocess read_preprocess(const YAML::Node& node, const std::string& path, Preprocess fallback,
                           bool with_statistics, Problems& problems) {
  Preprocess result = std::move(fallback);
  Section section(node, path, problems);
  const auto count = [&](const char* key, std::int64_t least, int& to) {
    to = static_cast<int>(section.integer(key, least).value_or(to));
  };
  count("crop", 1, result.crop);
  read_resize(section, result);
  read_crop_ratio(section, result);
  if (const auto chosen = section.choice("interpolation", {"bilinear", "bicubic"})) {
    result.interpolation = static_cast<Interpolation>(*chosen);
  }
  count("border", 0, result.border);
  count("first_crop", 0, result.first_crop);
  if (with_statistics) read_statistics(section, result);
  section.finish();
  return result;
}

void emit_preprocess(YAML::Emitter& out, const Preprocess& preprocess, bool with_statistics) {
  out << YAML::Key << "preprocess" << YAML::Value << YAML::BeginMap;
  out << YAML::Key << "resize" << YAML::Value;
  if (preprocess.resizing == Resizing::kNone) {
    out << kNoResize;
  } else if (preprocess.resizing == Resizing::kExact) {
    out << YAML::Flow << std::vector<int>{preprocess.height, preprocess.width};
  } else {
    out << preprocess.resize;
  }
  out << YAML::Key << "crop" << YAML::Value << preprocess.crop;
  // Where a suite says nothing the baseline's steps hold: here it has to say that it has none.
  const bool whole = !with_statistics;
  if (whole || preprocess.interpolation != Interpolation::kBilinear) {
    out << YAML::Key << "interpolation" << YAML::Value << to_string(preprocess.interpolation);
  }
  if (whole || preprocess.border > 0) {
    out << YAML::Key << "border" << YAML::Value << preprocess.border;
  }
  if (whole || preprocess.first_crop > 0) {
    out << YAML::Key << "first_crop" << YAML::Value << preprocess.first_crop;
  }
  if (with_statistics) {
    out << YAML::Key << "mean" << YAML::Value << YAML::Flow << preprocess.mean;
    out << YAML::Key << "std" << YAML::Value << YAML::Flow << preprocess.std;
  }
  out << YAML::EndMap;
}

}  // namespace remedy
