// What every study has to have beside its remediations, so that one can say what they add to a
// constant or to further training alone. Controls are plugins like any other.
#pragma once

#include <yaml-cpp/yaml.h>

#include "core/control_ids.h"
#include "core/study/study.h"
#include "core/study/yaml/yaml_section.h"

namespace remedy {

// Puts the controls that a study lacks before its remediations, with the parameters' defaults.
// `node` is the study's `controls:`, a list of kControls; where it is absent, all of them for which
// the study has data: a stop rule for logit_shift, anchors and a stop rule for anchors_finetune.
void add_controls(Study& study, const YAML::Node& node, Problems& problems);

}  // namespace remedy
