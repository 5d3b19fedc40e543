// The pictures that the page shows: what the best setting of each remediation made of the images.
#pragma once

#include <vector>

#include "core/json.h"
#include "report/input/run_data.h"

namespace remedy {

// At most so many bytes of pictures go into a page, as base64; the settings come best first.
inline constexpr std::size_t kPictureBytes = 1'000'000;

// Reads what core/run/gallery_files.h describes. `report` is analyse()'s of the same runs. null
// where no run has pictures; what is damaged or absent is left out. A verdict on an image is
// [class, confidence, probability of the label], probabilities to four digits.
//
//   classes   {index: name}, those that occur
//   pictures  ["data:image/jpeg;base64,..."]
//   images    [{suite, index, name, label, picture: index, before: a verdict}]
//   suites    [{name, role, images: pictures that are shown}]
//   settings  [{setting: index, draw, seed: of the trial shown, its first with a result,
//             suites: [{suite, flips: all negative flips of the trial, on suites to retain, else
//             null, right: images right after, total: images of the suite,
//             images: [[image: index, verdict after...]]}]}], as in report["best"]
//   missing   pictures that should have been shown and are not there
//   left_out  pictures for which there was no room
Json gather_gallery(const std::vector<RunData>& runs, const Json& report);

}  // namespace remedy
