// What is probably not meant in a study that can be run, so that nobody finds it in the figures.
#pragma once

#include <string>
#include <vector>

#include "core/run/run_directory.h"
#include "launch/study_listing.h"

namespace remedy {

struct StudyWarning {
  std::string kind;     // one word for programs: "files_left_out"
  std::string message;  // sentences for a person
};

// Of the study's files: images that were left out, links that lead nowhere, a class list that does
// not agree with the folders and names of the study.
std::vector<StudyWarning> listing_warnings(const Study& study, const StudyListing& listing);

// Of what a worker has opened (Session::summary): a baseline that nothing confirms and that is
// right about as often as chance on images to retain; sets too small to show that it is repaired.
std::vector<StudyWarning> baseline_warnings(const Study& study, const Json& summary);

// warnings.json of a run directory: {"listing": [{kind, message}], "baseline": [...]}. No file
// where there is none of either. `of` is "listing" or "baseline"; the others are left as they are.
void keep_warnings(const RunDirectory& run, const std::string& of,
                   const std::vector<StudyWarning>& warnings);

}  // namespace remedy
