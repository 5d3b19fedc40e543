// What published figures show.
#pragma once

#include "report/content/overlay.h"

namespace remedy {

// Sets the trends of what read_overlay() has read, and what its held-out accuracies go with.
//
// The file's own trends with N are described (trend_tests.h), with the series as Page's blocks
// where all have the same N. Published series share their draws, as a rule, and then that p is too
// small: the overlay's warning says so.
// Held-out accuracy is compared with what keeping the rest cost, top-1 and KL, over all runs; there
// has to be more than one figure of each.
void describe_overlay(Overlay& overlay);

}  // namespace remedy
