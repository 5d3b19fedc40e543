// How this program was started, and on what: kept with a run.
#pragma once

#include <string>

namespace remedy {

// As it was typed, as far as the system tells.
std::string command_line();

// "Intel(R) Xeon(R) ...", or empty where the system does not tell.
std::string cpu_name();

// "1cc0d0149a30": the commit of Remedy that this program is built from, or empty where it was not
// built in a checkout. What was changed and not committed is not told.
std::string source_commit();

}  // namespace remedy
