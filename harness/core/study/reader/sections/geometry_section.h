// The keys of `baseline:` that say what the shapes of weights do not show.
#pragma once

#include <yaml-cpp/yaml.h>

#include <string>

#include "core/study/geometry.h"
#include "core/study/yaml/yaml_section.h"

namespace remedy {

// `baseline` is the section that the keys stand in: `stem`, a name or a map of `kernel`, `stride`,
// `pool`, `pool_padding` and `pool_ceil`; `stride_in`; `batch_norm_eps`. What is not given is
// torchvision's. What is wrong is added to `problems`.
Geometry read_geometry(Section& baseline, const std::string& architecture, Problems& problems);

// Writes the keys that differ from torchvision's.
void emit_geometry(YAML::Emitter& out, const Geometry& geometry);
// The same on one line, "stem: cifar, stride_in: 1x1"; empty where nothing differs.
std::string geometry_line(const Geometry& geometry);

}  // namespace remedy
