// From a study file to a Study, with every mistake found in one go.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/catalogue.h"
#include "core/study/study.h"
#include "core/study/yaml/yaml_section.h"

namespace remedy {

// A study as far as it can be read without knowing the remediations; the mistakes met so far wait
// in `problems` so that they are reported together with those in the remediations' parameters.
struct StudyDraft {
  Study study;
  Problems problems;
};

// `overrides` are "key.path=value", the value in YAML. Throws Error at once only where the file
// cannot be read, is not YAML, or an override is not of that form.
StudyDraft draft_study(const std::filesystem::path& file,
                       const std::vector<std::string>& overrides = {});

// Holds the remediations against the catalogue: unknown ids, unknown parameters, values that are
// not allowed, `after:` that leads nowhere. Throws one Error with every mistake of the draft.
Study finish_study(StudyDraft draft, const Catalogue& catalogue);

// The study in YAML, absolute paths and defaults written out; draft_study reads it back.
std::string to_yaml(const Study& study);

}  // namespace remedy
