// The images that belong to counterexamples: what each was made of, and where it was changed.
#pragma once

#include <filesystem>

#include "data/listing.h"

namespace remedy {

// For each of `images`, in their order, the file of `folder` that has the same relative path up to
// its extension, with its label. `set` is where `images` come from, `key` what the study calls
// `folder`. Throws Error naming the first image that has none.
Listing list_partners(const Listing& images, const ImageSet& set,
                      const std::filesystem::path& folder, const std::string& key,
                      const ClassList& classes);

// Of generated images: the same scenes with the subjects in their own colours.
Listing without_recolour(const Listing& images);

}  // namespace remedy
