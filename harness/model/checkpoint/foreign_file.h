// Files that people give in place of a checkpoint, named for what they are. Internal to this
// folder.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace remedy {

// What content that is neither a zip archive nor safetensors is, what was expected, and what to do:
// "a gzip archive, ...". Never empty.
std::string foreign_kind(std::string_view content);
// The same of a zip archive that torch.save did not write, by the names of its entries.
std::string foreign_archive(const std::vector<std::string>& entries);
// The same of a folder.
std::string foreign_folder(const std::filesystem::path& folder);

}  // namespace remedy
