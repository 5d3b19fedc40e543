// A script in the interpreter: its table as a descriptor, its function as a remediation.
#pragma once

#include <memory>
#include <string>

#include "worker/python/script_host.h"

namespace remedy {

// Reads and runs a script. Throws std::runtime_error with what is wrong with it.
std::unique_ptr<Script> open_python_script(const std::string& file);

}  // namespace remedy
