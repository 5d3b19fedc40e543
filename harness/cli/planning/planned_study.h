// From a study file to its trials: what `run`, `plan` and `prepare` start with.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "core/catalogue.h"
#include "core/json.h"
#include "core/plan/plan.h"
#include "core/study/study.h"
#include "launch/image_folders.h"
#include "launch/opened_data.h"
#include "launch/study_warnings.h"

namespace remedy {

struct StudyArguments {
  std::filesystem::path file;
  std::vector<std::string> overrides;  // --set
  std::vector<std::string> only;       // --only; none: every trial
  std::string device = "auto";
  bool elsewhere = false;  // trials run in Slurm's jobs: "auto" is CUDA where these ask for GPUs
};

struct PlannedStudy {
  Study study;
  Catalogue catalogue;
  // "cpu", "cuda:1"; of "auto" and "cuda" every CUDA device that there is.
  std::vector<std::string> devices;
  Plan plan;       // what --only leaves, and the trials that it starts from
  StudyData data;  // as it is now
  std::vector<ImageFolder> image_folders;
  std::vector<StudyWarning> warnings;  // of its files
  std::string weights_note;            // how the weights were found in their file, or nothing
};

// The devices that --device names: "auto" and "cuda" are all CUDA devices, one for each worker in
// turn, and "auto" is the CPU where there is none. Throws Error on what is no device.
std::vector<std::string> resolve_devices(const std::string& wanted);

// On stderr, a line each.
void print_warnings(const std::vector<StudyWarning>& warnings);

// Tells on stderr how the baseline's weights were found in their file, and what cannot be seen of a
// baseline that nothing confirms.
void tell_of_baseline(const PlannedStudy& planned);

// The ids of the trials whose label, id or line in `remedy plan` one of the patterns matches.
// Throws Error naming `option` for a pattern that no trial matches.
std::set<std::string> matching_trials(const Plan& plan, const std::vector<std::string>& patterns,
                                      const char* option);

// Reads, validates and plans; nothing is written. Throws Error with everything that is wrong.
PlannedStudy plan_study(const StudyArguments& arguments);

}  // namespace remedy
