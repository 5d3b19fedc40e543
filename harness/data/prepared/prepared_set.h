// A set of images decoded and preprocessed once, then mapped into memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/study/study.h"
#include "data/listing.h"
#include "data/prepared/suite_file.h"

namespace remedy {

// Movable. Pointers and references into it live as long as it does.
class PreparedSet {
 public:
  // `suite` holds the images of `listing`, in order, at this shape.
  PreparedSet(SuiteFile suite, const SuiteShape& shape, const Listing& listing);

  std::size_t size() const { return labels_.size(); }
  int height() const { return height_; }
  int width() const { return width_; }
  // [size, height, width, 3], RGB; read from the disk where first touched.
  const std::uint8_t* pixels() const { return suite_.pixels; }
  // One of them: [height, width, 3], so many bytes.
  const std::uint8_t* image(std::size_t i) const { return pixels() + i * image_bytes(); }
  std::size_t image_bytes() const {
    return 3 * static_cast<std::size_t>(height_) * static_cast<std::size_t>(width_);
  }
  // The listing's, not the file's.
  const std::vector<int>& labels() const { return labels_; }
  // SHA-256 of each image's preprocessed pixels.
  const std::vector<std::string>& image_hashes() const { return suite_.hashes; }
  // Relative to the listing's root.
  const std::string& path(std::size_t image) const { return paths_.at(image); }
  // SHA-256 that identifies the pixels and labels, in order, wherever they came from.
  const std::string& content() const { return content_; }

 private:
  SuiteFile suite_;
  int height_;
  int width_;
  std::vector<int> labels_;
  std::vector<std::string> paths_;
  std::string content_;
};

// Generated samples as a network is given them: [specs, crop, crop, 3].
std::vector<std::uint8_t> render_samples(const GlyphSet& glyphs,
                                         const std::vector<SampleSpec>& specs,
                                         const Preprocess& options);

// Called with the number of images done and of all, between batches, from the calling thread.
using PrepareProgress = std::function<void(std::size_t done, std::size_t total)>;

// Opens the listing's prepared file in cache_directory()/suites, or makes it where it is missing or
// not whole; of the preprocessing all but mean and std matters to it. Memory is bounded whatever
// the size of the set. Throws one Error for all images that cannot be read or changed since they
// were listed, the first ten of them named, and an Error naming REMEDY_CACHE where the file cannot
// be written.
PreparedSet prepare(const Listing& listing, const Preprocess& options, int threads,
                    const PrepareProgress& progress = nullptr);

}  // namespace remedy
