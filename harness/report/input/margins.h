// The target margins that a run keeps: of the baseline on every suite, and of every trial.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "metrics/criterion.h"

namespace remedy {

struct RunMargins {
  std::map<std::string, MarginSuite> suites;  // by name
  // By trial and suite; as many as the suite has images.
  std::map<std::string, std::map<std::string, std::vector<float>>> trials;

  // Those of one trial on one suite, or nullptr.
  const std::vector<float>* find(const std::string& trial, const std::string& suite) const;
};

}  // namespace remedy
