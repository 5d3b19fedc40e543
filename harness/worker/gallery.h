// Pictures of the images that a report's page shows, and what it says beside them. See
// core/run/gallery_files.h for what lies where.
//
// A picture is an addition: what cannot be written (a full disk, a lost folder) is left out,
// without a word and without harm to the trial, and the page says how many it lacks. What stands
// there already is not written again, so that workers that share a run do the work once.
#pragma once

#include <filesystem>
#include <vector>

#include "data/class_list.h"

namespace remedy {

struct OpenSuite;
struct Outcomes;

void keep_class_names(const std::filesystem::path& run, const ClassList& classes);

// What the baseline says of each image (`suite` has been measured), the images' names and, of a
// suite to fix or to transfer to, its first pictures.
void keep_suite(const std::filesystem::path& run, const OpenSuite& suite);

// Of a suite to retain or to guard, pictures of what a trial broke worst, and of a guard what it
// takes for the target; of others nothing.
void keep_flips(const std::filesystem::path& run, const OpenSuite& suite,
                const Outcomes& remediated);

}  // namespace remedy
