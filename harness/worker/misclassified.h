// Generated images that the baseline gets wrong.
#pragma once

#include "core/study/study.h"
#include "data/listing.h"
#include "model/inference.h"

namespace remedy {

// Puts in the place of the listing's samples, class by class, the first from `source.first` on that
// the network does not give their label, and hashes them. Throws Error naming the class of which
// too few were found among the first many.
void select_misclassified(Listing& listing, const GeneratedSource& source,
                          InferenceNetwork& network, c10::Device device, const Preprocess& options);

}  // namespace remedy
