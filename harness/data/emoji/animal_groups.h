// EmojiGroups: animals of the land and of the sea, on meadows and on water. Where animal and ground
// go together in training, a network learns the ground.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "data/emoji/sample.h"

namespace remedy {

struct AnimalClass {
  const char* name;
  Ground usual;  // where it is in most training images
  std::vector<char32_t> emoji;
};

// The place is the label. Part of the definition: never changed without another name.
const std::array<AnimalClass, 2>& animal_classes_of_emoji();

// "meadow" or "water"
const char* to_string(Ground ground);

// Sample `index` of a class: an animal that is drawn evenly from its class's, by split and index.
// Of the first n samples n times `aligned` are on the usual ground, rounded up, the others spread
// evenly among them. Throws Error where `glyphs` lack an animal.
SampleSpec animal_sample(const GlyphSet& glyphs, int label, std::uint32_t split,
                         std::uint64_t index, double aligned);

// Whether that sample is on its class's usual ground.
bool is_aligned(int label, const SampleSpec& sample);

}  // namespace remedy
