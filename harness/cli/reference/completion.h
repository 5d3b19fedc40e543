// The completion of commands, options and values in bash.
#pragma once

#include <string>
#include <vector>

#include "cli/reference/command_reference.h"

namespace remedy {

// A script to be sourced. `commands`: the program itself, then its commands. What it has no words
// for is completed with names of files.
std::string bash_completion(const std::vector<CommandReference>& commands);

}  // namespace remedy
