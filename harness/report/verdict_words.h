// The verdict in sentences: which remediation to use, what it breaks, how sure that is.
#pragma once

#include <string>

#include "core/json.h"
#include "report/run_data.h"

namespace remedy {

// Plain text, a sentence or several, from the report and what verdict.h has of the verdict by then.
// The last two are empty where no setting can be named.
std::string use_sentence(const Json& report, const Json& verdict);
std::string breaks_sentence(const Json& report, const Json& verdict, const Acceptances& accept);
std::string sure_sentence(const Json& verdict);

}  // namespace remedy
