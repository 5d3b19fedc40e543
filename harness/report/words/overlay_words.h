// What published figures show, and what they cannot, in sentences.
#pragma once

#include <string>
#include <vector>

#include "core/json.h"

namespace remedy {

// Of an overlay's "held_out".
std::vector<std::string> held_out_sentences(const Json& held_out);

}  // namespace remedy
