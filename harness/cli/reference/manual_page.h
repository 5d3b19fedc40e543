// The manual page of the program, in roff.
#pragma once

#include <string>
#include <vector>

#include "cli/reference/command_reference.h"

namespace remedy {

// `commands`: the program itself, then its commands.
std::string manual_page(const std::vector<CommandReference>& commands);

}  // namespace remedy
