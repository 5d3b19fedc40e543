// Which labelled images an image set consists of, by content.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/study.h"
#include "data/class_list.h"

namespace remedy {

struct ListedImage {
  std::string path;  // relative to the listing's root, '/' between folders
  int label = 0;
  std::string content;  // SHA-256 of the file's bytes
  std::uint64_t bytes = 0;
  std::int64_t modified_ns = 0;  // since 1970
};

struct Listing {
  std::filesystem::path root;
  std::vector<ListedImage> images;
  // SHA-256 over the ordered (label, content) pairs: the same wherever the files lie and whatever
  // they are called.
  std::string content;
  std::size_t ignored = 0;  // files that are neither hidden nor images
};

// All .jpg, .jpeg and .png files (in any case) below `set.folder`, in the bytewise order of their
// relative paths, then `skip` and `take`; contents are not hashed yet. Hidden files and folders are
// passed over; links are followed. Throws Error where the folder is missing, an image lies in no
// class's folder, or no image is left or fewer than `take`.
Listing scan_images(const ImageSet& set, const ClassList& classes);

// Fills in the contents of the images that the listing holds by now, from the content index where
// it knows them (see content_index.h). Throws Error naming a file that cannot be read.
void hash_images(Listing& listing);

// Both.
Listing list_images(const ImageSet& set, const ClassList& classes);

}  // namespace remedy
