// Where the methods of a report come from.
#pragma once

#include <string>

#include "report/content/report.h"

namespace remedy {

// BibTeX: an entry for each method of the report whose paper is known. Empty where there is none.
std::string to_bibliography(const Report& report);

}  // namespace remedy
