// How this program was started, and on what: kept with a run.
#pragma once

#include <string>

namespace remedy {

// As it was typed, as far as the system tells.
std::string command_line();

// "Intel(R) Xeon(R) ...", or empty where the system does not tell.
std::string cpu_name();

}  // namespace remedy
