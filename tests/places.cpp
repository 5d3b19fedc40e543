#include "places.h"

namespace remedy {

std::string source_dir() { return REMEDY_SOURCE_DIR; }

std::string binary_dir() { return REMEDY_BINARY_DIR; }

}  // namespace remedy
