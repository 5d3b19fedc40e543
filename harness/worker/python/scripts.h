// Remediations that are Python scripts.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "worker/python/script_host.h"

namespace remedy {

// Opens the library that holds Python, where this has not been done, and starts it. Returns the
// versions of Python and torch, for a person. Throws Error saying what is missing.
std::string start_python();

// Reads and runs a script once, to learn what it is. Throws Error with what is wrong with it, or
// as start_python().
std::unique_ptr<Script> open_script(const std::filesystem::path& file);

// The SHA-256 of a script that is one file; of several, that of their hashes and names.
std::string content_hash(const Script& script);

}  // namespace remedy
