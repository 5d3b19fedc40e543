// Which labelled images an image set consists of, by content.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/study/image_groups.h"
#include "core/study/image_set.h"
#include "data/class_list.h"
#include "data/content_index.h"
#include "data/emoji/sample.h"

namespace remedy {

struct ListedImage {
  std::string path;  // relative to the listing's root, '/' between folders
  int label = 0;
  std::string content;  // SHA-256 of the file's bytes, or of what determines a generated sample's
  std::uint64_t bytes = 0;
  std::optional<SampleSpec> sample;  // of a generated image, which is no file
  std::vector<int> also;             // any of these classes is right as well as `label`
};

// Files of a folder that are not in its listing.
struct PassedOver {
  std::size_t count = 0;
  std::vector<std::string> first;  // paths, relative to the root, in bytewise order

  // Only the first `kept` paths are kept.
  void add(const std::string& path, std::size_t kept);
};

struct Listing {
  std::filesystem::path root;              // "emoji <split>" where the images are generated
  std::shared_ptr<const GlyphSet> glyphs;  // null where they are files
  std::vector<ListedImage> images;
  // SHA-256 over the ordered (label, content) pairs: the same wherever the files lie and whatever
  // they are called.
  std::string content;
  bool is_of_named_files = false;  // a manifest's: further files below the root are none of it
  PassedOver ignored;              // files that are neither hidden nor images
  PassedOver dangling;             // links that lead nowhere, but for those named as images
  // Where links to folders lead that were followed below the root.
  std::vector<std::filesystem::path> linked_folders;
  std::vector<ImageGrouping> groupings;  // in the order of the study
  std::vector<std::string> pair_keys;    // of each image, where ImageSet::pair_by asks for them
  // What is done to the prepared images, and where the subject is in each, where that needs it.
  std::vector<CueTransform> transforms;
  std::shared_ptr<const Listing> masks;
};

// All files below a folder that are images by their extensions (image_kind.h), in the bytewise
// order of their relative paths, then `skip` and `take`; or the generated images that the set
// names, by class, then by index. Contents are not hashed yet. Hidden files and folders are passed
// over; links are followed. Of a set of misclassified samples the listing holds as many as there
// will be, with the indices of the first ones in their place. Throws Error where the folder is
// missing, an image lies in no class's folder, a class's folder is a link that leads nowhere, no
// image is left or fewer than `take`, or images are to be generated and `glyphs` is null.
Listing scan_images(const ImageSet& set, const ClassList& classes,
                    const std::shared_ptr<const GlyphSet>& glyphs = nullptr);

// Fills in the contents of the images that the listing holds by now; of files, from the content
// index where it knows them (see content_index.h) and their file system tells of every change.
// `now_ns` is the time by which a file may be too young for the index. Throws Error naming a file
// that cannot be read.
void hash_images(Listing& listing, std::int64_t now_ns = ContentIndex::now_ns());

// Files below a listing's root turned out to hold something else than the content index says: they
// are read again when they are listed next.
void forget_contents(const std::filesystem::path& root, const std::vector<std::string>& paths);

// Both.
Listing list_images(const ImageSet& set, const ClassList& classes,
                    const std::shared_ptr<const GlyphSet>& glyphs = nullptr);

}  // namespace remedy
