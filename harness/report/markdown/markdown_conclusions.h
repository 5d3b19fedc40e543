// The sections of a Markdown report that conclude something.
#pragma once

#include <cstddef>
#include <string>

#include "report/content/report.h"

namespace remedy {

// Which to use, what it breaks, how sure: the sentences of the verdict.
std::string verdict_text(const Report& report);
// The settings that may be the best, with what they harm; empty where no choice was made.
std::string set_table(const Report& report);
// How every other remediation with an eligible setting differs from the one that is named.
std::string rivals_table(const Report& report);
std::string frontier_table(const Report& report);
std::string equal_fix_table(const Report& report);
// A sentence for each remediation, and where the variance comes from.
std::string predictability_text(const Report& report);
std::string learned_table(const Report& report);
// Of one suite: the classes that lose most under the best setting of each remediation.
std::string lost_table(const Report& report, std::size_t suite);
// Of one suite: what became of its groups; empty where it has none.
std::string groups_text(const Report& report, std::size_t suite);
// The settings that the study's rule chooses by their worst group; empty where it has none.
std::string selection_text(const Report& report);
// Empty where nothing is laid over.
std::string overlay_text(const Report& report);

}  // namespace remedy
