// The one Python of a worker.
#pragma once

#include <string>

namespace remedy {

// Starts Python, imports torch and the module remedy, the first time; afterwards the calling thread
// does not hold the GIL. Returns the versions, for a person. Throws std::runtime_error saying what
// is missing; then it is not tried again, and says the same.
std::string start_interpreter();

}  // namespace remedy
