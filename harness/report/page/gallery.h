// The pictures that the page shows: what the best setting of each remediation made of the images.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "report/content/report.h"
#include "report/input/run_data.h"

namespace remedy {

// At most so many bytes of pictures go into a page, as base64; the settings come best first.
inline constexpr std::size_t kPictureBytes = 1'000'000;

// What a model says of an image; probabilities to four digits.
struct Prediction {
  std::int32_t predicted = 0;
  double confidence = 0, label_probability = 0;
};

struct GalleryImage {
  std::string suite;
  std::size_t index = 0;  // in the suite
  std::string name;
  std::int32_t label = 0;
  std::size_t picture = 0;  // index in the gallery
  Prediction before;
};

struct GallerySuite {
  std::string name;
  Role role = Role::kFix;
  std::size_t images = 0;  // pictures that are shown
};

struct ShownImage {
  std::size_t image = 0;  // index in the gallery
  Prediction after;
};

struct ShownSuite {
  std::string suite;
  // All negative flips of the trial, on suites to retain or to guard.
  std::optional<std::int64_t> flips;
  std::size_t right = 0;  // images right after
  std::size_t total = 0;  // images of the suite
  std::vector<ShownImage> images;
};

// A setting of the report's "best", by its first trial with a result.
struct ShownSetting {
  std::size_t setting = 0;
  std::optional<std::int64_t> draw, seed;  // of that trial
  std::vector<ShownSuite> suites;
};

// A suite may have a label space of its own, with other classes than the network's.
struct NamedClass {
  std::string suite;
  std::int32_t index = 0;
  std::string name;
};

struct Gallery {
  std::vector<NamedClass> classes;    // those that occur
  std::vector<std::string> pictures;  // "data:image/jpeg;base64,..."
  std::vector<GalleryImage> images;
  std::vector<GallerySuite> suites;
  std::vector<ShownSetting> settings;
  std::size_t missing = 0;   // pictures that should have been shown and are not there
  std::size_t left_out = 0;  // pictures for which there was no room
};

// Reads what core/run/gallery_files.h describes. `report` is analyse()'s of the same runs. Nothing
// where no run has pictures; what is damaged or absent is left out.
std::optional<Gallery> gather_gallery(const std::vector<RunData>& runs, const Report& report);

}  // namespace remedy
