// What a reader has to know before believing a number, in the order in which it was found.
#pragma once

#include <string>
#include <utility>

#include "core/json.h"

namespace remedy {

struct Flags {
  Json list = Json::array();

  // `kind`: one word for programs ("missing_suite"); `message`: a sentence for a person.
  void add(const std::string& kind, const std::string& run, const std::string& message) {
    list.push_back({{"kind", kind}, {"run", run}, {"message", message}});
  }
};

}  // namespace remedy
