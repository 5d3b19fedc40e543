// What a setting learned, in words.
#pragma once

#include <string>

#include "report/content/learned.h"

namespace remedy {

// How it is judged.
std::string learned_rule();
// "generalises", for a cell.
std::string learned_word(LearnedVerdict verdict);
// Why it is judged so: the evidence that decided.
std::string learned_reason(const Learned& learned);
// "It relies on the cue.", with the reason where it is inconclusive.
std::string learned_sentence(const Learned& learned);

}  // namespace remedy
