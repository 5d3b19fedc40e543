// The `suites` of a study.
#pragma once

#include <string>
#include <vector>

#include "core/study/study.h"
#include "core/study/yaml/study_paths.h"
#include "core/study/yaml/yaml_section.h"

namespace remedy {

// Adds the suites to `study`, whose baseline and label spaces are read already.
void read_suites(const YAML::Node& node, const StudyPaths& paths, Study& study, Problems& problems);

// A problem of `key` where neither a suite nor one of `others` has that name.
void require_suite(const Study& study, const std::string& name, const std::string& key, int line,
                   Problems& problems, std::vector<std::string> others = {});

}  // namespace remedy
