// Every figure of every trial as TensorBoard, and what else takes its event files, reads it.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "report/content/report.h"

namespace remedy {

// A folder for each trial with a result, named by its description and id, with one event file: a
// scalar "suite/metric" for each figure and "suite/grouping=group/metric" for each group, at the
// step at which training ended (0 where there were none), and the remediation, its parameters, the
// number of anchor classes and the draw as hyperparameters. Gives relative paths and contents.
// `time`: of all events, in seconds since 1970.
std::vector<std::pair<std::filesystem::path, std::string>> to_tensorboard(const Report& report,
                                                                          double time);

}  // namespace remedy
