// The file that keeps a prepared set: pixels as they are mapped into memory, and their hashes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/file.h"

namespace remedy {

// What a file must hold to be the one that is wanted.
struct SuiteShape {
  std::string key;  // identifies the images and how they were prepared
  std::size_t images = 0;
  int height = 0;
  int width = 0;

  std::size_t image_bytes() const { return std::size_t{3} * height * width; }
};

struct SuiteFile {
  MappedFile map;
  const std::uint8_t* pixels = nullptr;  // into `map`: [images, height, width, 3]
  std::vector<std::string> hashes;       // SHA-256 of each image's pixels
};

// Nothing where the file is missing, cut off, damaged in its header or first or last image, or not
// of this shape and key.
std::optional<SuiteFile> open_suite(const std::filesystem::path& file, const SuiteShape& shape);

// Writes such a file; it appears, whole, at finish(). Throws Error naming the file, and
// REMEDY_CACHE as the way out.
class SuiteWriter {
 public:
  SuiteWriter(const std::filesystem::path& file, const SuiteShape& shape);

  // The pixels of the next `images` images.
  void append(const std::uint8_t* pixels, std::size_t images);
  void finish(const std::vector<std::string>& hashes);

 private:
  SuiteShape shape_;
  std::optional<AtomicFile> file_;
};

}  // namespace remedy
