// What a trial printed, for a person who watches the run.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace remedy {

// The last `lines` lines of a file, indented, without what a terminal would take for commands;
// where there are more, the file is named. Empty where there is no such file.
std::string printed_text(const std::filesystem::path& file, std::size_t lines);

}  // namespace remedy
