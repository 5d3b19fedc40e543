// What a plugin's descriptor says, examined and with memory of its own.
#pragma once

#include "core/catalogue.h"
#include "remedy/descriptor.h"

namespace remedy {

// But for the library and its hash. Throws Error with every mistake at once, `problems` first.
RemediationInfo info_of(const PluginDescriptor& descriptor, std::vector<std::string> problems = {});

}  // namespace remedy
