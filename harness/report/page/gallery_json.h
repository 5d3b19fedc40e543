// The gallery as the page reads it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/json.h"
#include "report/page/gallery.h"

namespace remedy {

//   classes   {index: name}
//   pictures  [texts]
//   images    [{suite, index, name, label, picture, before: a verdict}]
//   suites    [{name, role, images}]
//   settings  [{setting, draw, seed, suites: [{suite, flips, right, total, images: [[image,
//             verdict after...]]}]}]
//   missing, left_out
// A verdict on an image is [class, confidence, probability of the label]. null: no gallery.
Json gallery_json(const std::optional<Gallery>& gallery);

// The names of a suite's images, of a file that gallery_files.h describes. Throws where it is
// missing or damaged.
std::vector<std::string> image_names(const std::filesystem::path& file);

}  // namespace remedy
