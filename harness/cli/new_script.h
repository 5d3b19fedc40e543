// What `remedy new --python` writes.
#pragma once

#include <filesystem>
#include <string>

namespace remedy {

// NAME.py, a remediation that works, and test_NAME.py, which checks it with the program that runs
// now. Throws Error where they cannot be written.
void write_script(const std::filesystem::path& folder, const std::string& name);

}  // namespace remedy
