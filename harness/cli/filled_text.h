// Templates of the files that `remedy new` writes.
#pragma once

#include <map>
#include <string>

namespace remedy {

// `text` with every key of `values` replaced by its value.
std::string filled(std::string text, const std::map<std::string, std::string>& values);

}  // namespace remedy
