// The verdict in sentences: how sure it is, and what it was not compared with.
#pragma once

#include <string>

#include "core/json.h"

namespace remedy {

// Plain text, from what verdict.h has of the verdict by then; empty where no setting is named.
std::string sure_sentence(const Json& verdict);

}  // namespace remedy
