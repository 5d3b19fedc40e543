#include "data/emoji/animal_groups.h"

#include <cmath>

#include "core/error.h"
#include "data/emoji/random_stream.h"

namespace remedy {
namespace {

// Streams of labels must not meet those of glyphs, whose keys are class indices.
constexpr std::uint32_t kLabelKeys = 1U << 20;

int glyph_of(const GlyphSet& glyphs, char32_t code_point) {
  const std::vector<EmojiClass>& classes = glyphs.classes();
  for (std::size_t i = 0; i < classes.size(); ++i) {
    if (classes[i].code_point == code_point) return static_cast<int>(i);
  }
  throw Error("the emoji font has no U+{:X}, which is one of the animals of emoji_groups",
              static_cast<std::uint32_t>(code_point));
}

}  // namespace

const std::array<AnimalClass, 2>& animal_classes_of_emoji() {
  static const std::array<AnimalClass, 2> classes = {{
      {"land_animal",
       Ground::kMeadow,
       // dog, cat, tiger, horse, deer, pig, goat, camel, elephant, rhinoceros, rabbit, mouse
       {0x1F415, 0x1F408, 0x1F405, 0x1F40E, 0x1F98C, 0x1F416, 0x1F410, 0x1F42A, 0x1F418, 0x1F98F,
        0x1F407, 0x1F401}},
      {"sea_animal",
       Ground::kWater,
       // spouting whale, whale, dolphin, seal, fish, tropical fish, blowfish, shark, octopus,
       // crab, lobster, squid
       {0x1F433, 0x1F40B, 0x1F42C, 0x1F9AD, 0x1F41F, 0x1F420, 0x1F421, 0x1F988, 0x1F419, 0x1F980,
        0x1F99E, 0x1F991}},
  }};
  return classes;
}

const char* to_string(Ground ground) {
  return ground == Ground::kMeadow ? "meadow" : ground == Ground::kWater ? "water" : "any";
}

SampleSpec animal_sample(const GlyphSet& glyphs, int label, std::uint32_t split,
                         std::uint64_t index, double aligned) {
  const AnimalClass& animals = animal_classes_of_emoji().at(static_cast<std::size_t>(label));
  RandomStream stream(split, kLabelKeys + static_cast<std::uint32_t>(label), index,
                      Purpose::kAnimal);
  const auto drawn = stream.below(static_cast<int>(animals.emoji.size()));
  SampleSpec spec;
  spec.class_index = glyph_of(glyphs, animals.emoji[static_cast<std::size_t>(drawn)]);
  spec.split = split;
  spec.index = index;
  const auto others = [&](std::uint64_t count) {  // among the first `count`, off their ground
    return std::floor(static_cast<double>(count) * (1 - aligned) + 1e-9);
  };
  const Ground other = animals.usual == Ground::kMeadow ? Ground::kWater : Ground::kMeadow;
  spec.ground = others(index + 1) > others(index) ? other : animals.usual;
  return spec;
}

bool is_aligned(int label, const SampleSpec& sample) {
  return sample.ground == animal_classes_of_emoji().at(static_cast<std::size_t>(label)).usual;
}

}  // namespace remedy
