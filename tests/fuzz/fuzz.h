// What fuzz targets share: files that hold an input. An Error is the right answer to a bad file;
// anything else that is thrown ends the target.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include "temporary_directory.h"

namespace remedy::testing {

// A folder that lives as long as the target.
inline const std::filesystem::path& fuzz_folder() {
  static const TemporaryDirectory directory;
  return directory.path();
}

// Without the sync of write_file(), of which a target would do nothing else.
inline std::filesystem::path put(const std::string& name, const void* data, std::size_t size) {
  const std::filesystem::path file = fuzz_folder() / name;
  std::ofstream(file, std::ios::binary)
      .write(static_cast<const char*>(data), static_cast<std::streamsize>(size));
  return file;
}

}  // namespace remedy::testing
