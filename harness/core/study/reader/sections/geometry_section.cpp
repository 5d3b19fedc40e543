#include "core/study/reader/sections/geometry_section.h"

#include <fmt/format.h>

#include "core/text.h"

namespace remedy {
namespace {

constexpr std::int64_t kLargestKernel = 11;
constexpr std::int64_t kLargestStride = 4;

std::int64_t bounded(Section& section, const char* key, std::int64_t most, std::int64_t fallback) {
  const std::int64_t found = section.integer(key, 1).value_or(fallback);
  if (found <= most) return found;
  section.problem(key, fmt::format("found {}, expected 1 to {}", found, most));
  return fallback;
}

Stem read_stem_map(const YAML::Node& node, Problems& problems) {
  Section section(node, "baseline.stem", problems);
  Stem stem;
  stem.kernel = static_cast<int>(bounded(section, "kernel", kLargestKernel, stem.kernel));
  if (stem.kernel % 2 == 0) {
    section.problem("kernel", fmt::format("found {}, expected an odd number", stem.kernel));
  }
  stem.stride = static_cast<int>(bounded(section, "stride", kLargestStride, stem.stride));
  const bool none = section.choice("pool", {"max", "none"}) == 1u;
  StemPooling pooling;
  pooling.padding = static_cast<int>(section.choice("pool_padding", {"0", "1"}).value_or(1));
  pooling.ceil = section.choice("pool_ceil", {"false", "true"}) == 1u;
  for (const char* key : {"pool_padding", "pool_ceil"}) {
    if (none && section.has(key)) section.problem(key, "there is no pooling: leave it out");
  }
  if (none) {
    stem.pooling = std::nullopt;
  } else {
    stem.pooling = pooling;
  }
  section.finish();
  return stem;
}

std::string stem_list() {
  std::vector<std::string> list;
  for (const NamedStem& named : named_stems()) {
    list.push_back(fmt::format("{} ({})", named.name, to_text(named.stem)));
  }
  return join(list, "; ");
}

Stem read_stem(Section& baseline, Problems& problems) {
  const YAML::Node node = baseline.take("stem");
  if (node.IsDefined() && node.IsMap()) return read_stem_map(node, problems);
  const auto given = baseline.text("stem");
  if (!given) return {};
  for (const NamedStem& named : named_stems()) {
    if (*given == named.name) return named.stem;
  }
  baseline.problem(
      "stem", fmt::format("found \"{}\"; allowed: {}; or a map such as {{kernel: 3, stride: 1, "
                          "pool: none}}",
                          *given, stem_list()));
  return {};
}

}  // namespace

Geometry read_geometry(Section& baseline, const std::string& architecture, Problems& problems) {
  Geometry geometry;
  geometry.stem = read_stem(baseline, problems);
  if (baseline.choice("stride_in", {"3x3", "1x1"}) == 1u) {
    geometry.stride_in = StrideIn::k1x1;
    if (!has_bottlenecks(architecture)) {
      baseline.problem("stride_in",
                       fmt::format("a {} has no bottlenecks: leave it out", architecture));
    }
  }
  geometry.batch_norm_eps =
      baseline.real("batch_norm_eps", 1e-12, 1).value_or(geometry.batch_norm_eps);
  return geometry;
}

void emit_geometry(YAML::Emitter& out, const Geometry& geometry) {
  const Stem& stem = geometry.stem;
  if (const std::string name = name_of(stem); name.empty()) {
    out << YAML::Key << "stem" << YAML::Value << YAML::Flow << YAML::BeginMap;
    out << YAML::Key << "kernel" << YAML::Value << stem.kernel;
    out << YAML::Key << "stride" << YAML::Value << stem.stride;
    out << YAML::Key << "pool" << YAML::Value << (stem.pooling ? "max" : "none");
    if (stem.pooling) {
      out << YAML::Key << "pool_padding" << YAML::Value << stem.pooling->padding;
      out << YAML::Key << "pool_ceil" << YAML::Value << stem.pooling->ceil;
    }
    out << YAML::EndMap;
  } else if (stem != Stem::kImageNet) {
    out << YAML::Key << "stem" << YAML::Value << name;
  }
  if (geometry.stride_in != StrideIn::k3x3) {
    out << YAML::Key << "stride_in" << YAML::Value << to_string(geometry.stride_in);
  }
  if (geometry.batch_norm_eps != kBatchNormEpsilon) {
    out << YAML::Key << "batch_norm_eps" << YAML::Value << geometry.batch_norm_eps;
  }
}

std::string geometry_line(const Geometry& geometry) {
  YAML::Emitter out;
  out << YAML::Flow << YAML::BeginMap;
  emit_geometry(out, geometry);
  out << YAML::EndMap;
  const std::string map = out.c_str();
  return map.substr(1, map.size() - 2);
}

}  // namespace remedy
