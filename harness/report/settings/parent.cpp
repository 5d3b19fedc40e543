#include "report/settings/parent.h"

namespace remedy {

Json parent_of(const Json& settings, const Json& setting) {
  if (setting["after"].is_null()) return nullptr;
  const Json& parent = settings[setting["after"].get<std::size_t>()];
  return {{"label", parent["label"]}, {"parameters", parent["parameters"]}};
}

}  // namespace remedy
