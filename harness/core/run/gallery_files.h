// Where a run keeps pictures of its images and what goes with them: what a worker writes and a
// report reads. A run without them is whole; only its page shows no pictures.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace remedy {

// Of a suite to fix or to transfer to, the first so many images have a picture.
inline constexpr std::size_t kGalleryImages = 24;
// Of each trial on a suite to retain, so many of the negative flips, and on a suite to guard of the
// false positives and of the negative flips: see metrics/worst_flips.h.
inline constexpr std::size_t kGalleryFlips = 6;
// The longer side of a picture is at most this, in pixels; smaller images keep their size.
inline constexpr int kPictureSide = 96;

class GalleryFiles {
 public:
  explicit GalleryFiles(std::filesystem::path run) : run_(std::move(run)) {}

  // The names of the classes, an array in the order of the network's outputs.
  std::filesystem::path classes() const { return run_ / "gallery" / "classes.json"; }
  // Whatever is kept of one suite.
  std::filesystem::path folder(const std::string& suite) const { return run_ / "gallery" / suite; }
  // {content: hash of the suite that the pictures are of, names: [of its images, in its order]}
  std::filesystem::path images(const std::string& suite) const {
    return folder(suite) / "images.json";
  }
  // Of the image at `index` of a suite, as the network is given it.
  std::filesystem::path picture(const std::string& suite, std::size_t index) const {
    return folder(suite) / (std::to_string(index) + ".jpg");
  }
  // What the baseline says of each image, without its logits: predicted and label (int32 [n]),
  // confidence, label_probability and target_probability (float32 [n]); and since margins are kept
  // target_margin (float32 [n]), best_target and best_other (int32 [n]), all of
  // metrics/target_margin.h, and target_classes (int32), the target first.
  std::filesystem::path baseline(const std::string& suite) const {
    return run_ / "baseline" / (suite + ".outcomes.safetensors");
  }

 private:
  std::filesystem::path run_;
};

}  // namespace remedy
