// Images that stand in both training data and a suite.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "data/listing.h"
#include "data/prepared/prepared_set.h"

namespace remedy {

// Both must be of the same images and outlive the call.
struct NamedSet {
  std::string name;                       // as the study calls it
  const PreparedSet* prepared = nullptr;  // nullptr: not decoded, so files are compared alone
  const Listing* listing = nullptr;
};

// Whether this training set may not overlap with that suite.
using MustBeApart = std::function<bool(const NamedSet& training, const NamedSet& suite)>;

// Throws one Error that counts the images of a training set that are also in a suite, and names the
// first ten as "set:path = suite:path". Images are the same where their files' bytes are, or their
// pixels after preprocessing. Without `must_be_apart` every set is compared with every suite.
void refuse_leaks(const std::vector<NamedSet>& training, const std::vector<NamedSet>& suites,
                  const MustBeApart& must_be_apart = nullptr);

}  // namespace remedy
