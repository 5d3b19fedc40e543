// The section `slurm:` of a study.
#pragma once

#include <yaml-cpp/yaml.h>

#include "core/study/study.h"
#include "core/study/yaml/yaml_section.h"

namespace remedy {

// Nothing given where the node is undefined. What is wrong is added to `problems`.
SlurmOptions read_slurm(const YAML::Node& node, Problems& problems);

// Writes the section with its key, or nothing where all is left to Slurm.
void emit_slurm(YAML::Emitter& out, const SlurmOptions& options);

}  // namespace remedy
