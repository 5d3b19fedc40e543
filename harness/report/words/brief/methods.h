// What is known of the methods beside their figures: what kind they are, and where they come from.
// It stands in plugins/families.txt and plugins/methods.bib, by the id of the remediation.
#pragma once

#include <string>
#include <vector>

#include "report/content/report.h"

namespace remedy {

// "last layer"; "other" of a remediation that is not listed.
std::string family_of(const std::string& remediation);

// The families in their order, "other" last.
const std::vector<std::string>& families();

// The remediation's BibTeX entry, or empty.
std::string citation_of(const std::string& remediation);

// The entries of the remediations in the report, each once, in the report's order; empty where none
// has one.
std::string citations(const Report& report);

}  // namespace remedy
