// Where a study's images lie, so that nothing is written among them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/run/run_directory.h"
#include "launch/study_listing.h"

namespace remedy {

struct ImageFolder {
  std::string key;  // of the study: "suites.validation"
  std::filesystem::path folder;
};

// Every folder that images are read from; of links in them, also where they lead.
std::vector<ImageFolder> image_folders(const Study& study, const StudyListing& listing);

// A run writes pictures: inside an image folder they would join its images. Throws Error where the
// run directory lies in one of `folders`, whatever way leads there, or one of them in a folder that
// the run writes to. `way_out` says how to choose another place: "--out".
void refuse_run_among_images(const RunDirectory& run, const std::vector<ImageFolder>& folders,
                             const std::string& way_out);

}  // namespace remedy
