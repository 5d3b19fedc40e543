// The text of a study to its tree of values.
#pragma once

#include <yaml-cpp/yaml.h>

#include <string>

namespace remedy {

// Lines of the k-th file that a study consists of are counted from k * kLinesOfAFile on, so that
// messages find the file that a line is of.
inline constexpr int kLinesOfAFile = 100000;

// One YAML document, with what merge keys ("<<") name put in their place: keys that the map does
// not have itself, of the first map that has them. Throws Error naming `file` and the line of what
// is not YAML, of a second document and of a merge key without a map.
YAML::Node load_document(const std::string& text, const std::string& file);

}  // namespace remedy
