// What two runs have to share to be compared.
#pragma once

#include <optional>
#include <string>

#include "core/named.h"
#include "core/study/study.h"

namespace remedy {

struct Comparable {
  std::string baseline;       // "sha256:" and the hash of its weights and architecture
  Named<std::string> suites;  // likewise, of images and labels
  std::string preprocess;
  std::optional<Precision> precision;  // nothing: of before there was a choice, float32
  std::string target;
};

}  // namespace remedy
