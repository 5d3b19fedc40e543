// The verdict for whoever has ten seconds: one line, and three sentences.
#pragma once

#include <string>
#include <vector>

#include "report/content/report.h"

namespace remedy {

// "Use head_finetune, learning_rate 0.1, N 100."
std::string headline(const Report& report);

// What it fixes and keeps; what it breaks; how sure that is. Without a named setting what is there
// to say, one sentence at least.
std::vector<std::string> brief_sentences(const Report& report);

}  // namespace remedy
