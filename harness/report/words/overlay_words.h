// What published figures show, and what they cannot, in sentences.
#pragma once

#include "report/content/overlay.h"

namespace remedy {

// Sets the warning, and the sentences on held-out accuracy.
void add_words(Overlay& overlay);

}  // namespace remedy
