// The classes that lose most under a setting.
#pragma once

#include <string>
#include <vector>

#include "report/trial_rows.h"

namespace remedy {

// settings[i].lost of one suite, from the records of the setting's trials: a class is listed where
// one of the trials lists it, and the ten are shown that most trials list, among these those that
// lose most: [{class, name: or null, images, before, after, negative_flips, trials}]. `after` and
// `negative_flips` are means over the `trials` that list the class; the others may have lost less.
// What is damaged is left out.
Json lost_classes(const std::vector<const TrialRow*>& trials, const std::string& suite);

}  // namespace remedy
