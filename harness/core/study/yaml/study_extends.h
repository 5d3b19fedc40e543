// A study that takes over another one.
#pragma once

#include <yaml-cpp/yaml.h>

#include <filesystem>
#include <vector>

namespace remedy {

// The tree of `file`, on top of the one that its key `extends` names, relative to it, and so on:
// maps are joined key by key, everything else of the file replaces what is inherited, and a key
// without a value takes the inherited one away. Relative paths of an inherited study stay relative
// to its own file. `files` gets all that were read, `file` first. Throws Error naming the file and
// line of what is not YAML, of an `extends` that leads nowhere, and of studies that extend each
// other in a ring.
YAML::Node load_extended(const std::filesystem::path& file,
                         std::vector<std::filesystem::path>& files);

}  // namespace remedy
