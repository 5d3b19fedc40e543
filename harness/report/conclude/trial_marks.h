// Every trial as a point: what it fixed and what it kept.
#pragma once

#include <string>
#include <vector>

#include "report/content/report.h"

namespace remedy {

struct TrialMark {
  double fix = 0;        // accuracy on the first suite of the role fix
  double retention = 0;  // on the first of the role retain
  bool reached = true;   // whether it met the stop criterion, where it has one
  std::string label;
};

// Of the trials that have both figures, in their order.
std::vector<TrialMark> trial_marks(const Report& report);

}  // namespace remedy
