// The images of a study as a session has them: decoded, and on the device.
#pragma once

#include <c10/core/Device.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/study/study.h"
#include "data/prepared/near_duplicates.h"
#include "launch/study_listing.h"
#include "model/inference.h"
#include "worker/evaluation.h"

namespace remedy {

struct SessionImages {
  // Null where the study has none.
  std::unique_ptr<OpenSet> counterexamples, originals, masks, anchors, stop;
  std::unique_ptr<OpenSet> training;  // null before it is asked for
  std::vector<OpenSuite> suites;      // in the order of the study
  NearDuplicates near_duplicates;
};

// Puts into the listing which samples a set holds where that depends on the baseline.
void select_images(const Study& study, StudyListing& listing, InferenceNetwork& baseline,
                   c10::Device device);

// The training source alone, where open_images() left it closed. Throws Error as it does.
std::unique_ptr<OpenSet> open_training(const Study& study, const StudyListing& listing,
                                       c10::Device device, int threads);

// Decodes what is not prepared yet, with so many threads; of the training source only where
// `training`, and only then are near duplicates looked for in it. Throws Error where an image
// cannot be read, or where training data and suites share one.
SessionImages open_images(const Study& study, const StudyListing& listing, c10::Device device,
                          int threads, bool training, const OpeningProgress& progress);

}  // namespace remedy
