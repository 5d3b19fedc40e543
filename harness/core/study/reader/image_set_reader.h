// The part of a study file that says which images a set consists of.
#pragma once

#include "core/study/study.h"
#include "core/study/yaml/study_paths.h"
#include "core/study/yaml/yaml_section.h"

namespace remedy {

// The keys of an image set, beside which the section may have others.
ImageSet read_image_set(Section& section, const StudyPaths& paths);

// The key `transform` and, of a folder whose transforms need them, `masks`.
void read_transforms(Section& section, const StudyPaths& paths, ImageSet& images);

}  // namespace remedy
