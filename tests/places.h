// Where tests find files of the source tree and what was built. In a source of its own, so that no
// other test is compiled anew where these folders differ.
#pragma once

#include <string>

namespace remedy {

/// The folder that holds CMakeLists.txt.
std::string source_dir();

/// The build folder: programs in bin/, plugins in lib/remedy/plugins/.
std::string binary_dir();

}  // namespace remedy
