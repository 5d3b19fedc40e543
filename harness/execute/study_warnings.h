// What is probably not meant in a study that can be run, so that nobody finds it in the figures.
#pragma once

#include <string>
#include <vector>

#include "core/run_directory.h"
#include "execute/study_listing.h"

namespace remedy {

struct StudyWarning {
  std::string kind;     // one word for programs: "files_left_out"
  std::string message;  // sentences for a person
};

// Of the study's files: images that were left out and links that lead nowhere.
std::vector<StudyWarning> listing_warnings(const Study& study, const StudyListing& listing);

// warnings.json of a run directory: {"listing": [{kind, message}], "baseline": [...]}. No file
// where there is none of either. `of` is "listing" or "baseline"; the others are left as they are.
void keep_warnings(const RunDirectory& run, const std::string& of,
                   const std::vector<StudyWarning>& warnings);

}  // namespace remedy
