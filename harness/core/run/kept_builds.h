// Results that are kept of other builds of their plugins than there are now.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <utility>

namespace remedy {

struct KeptBuild {
  std::size_t results = 0;
  std::string now;  // the plugin's library as it is now, "sha256:..."
};

// By label, and by the library that the results are of.
using KeptBuilds = std::map<std::pair<std::string, std::string>, KeptBuild>;

// "afr (20: a8979def1c6b, now 75319cbdfbbb), dfr (30: ...)"; of more than three without hashes.
std::string to_text(const KeptBuilds& builds);
std::size_t results_of(const KeptBuilds& builds);

}  // namespace remedy
