// EmojiNet's samples: each a pure function of its specification.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "data/emoji/canvas.h"
#include "data/emoji/distortion.h"
#include "data/emoji/glyphs/glyphs.h"

namespace remedy {

enum class Recolour { kNone, kRainbow };

// What lies behind the subject: anything, or one of the two grounds of EmojiGroups, without
// clutter.
enum class Ground { kVaried, kMeadow, kWater };

// Names one sample. Two samples that differ in class, split or index share no random number; two
// that differ in recolour or ground alone are the same scene with another subject's colours.
struct SampleSpec {
  int class_index = 0;
  std::uint32_t split = 0;
  std::uint64_t index = 0;
  Recolour recolour = Recolour::kNone;
  Ground ground = Ground::kVaried;
};

// What a sample is called where files have a path: "u1f404/17", "u1f404/17-rainbow",
// "u1f404/17-meadow".
std::string sample_path(const GlyphSet& glyphs, const SampleSpec& spec);

// Writes kSampleSide rows of kSampleSide pixels of red, green and blue: kSampleBytes bytes, the
// same on every run, thread and build type.
void render(const GlyphSet& glyphs, const SampleSpec& spec, const Distortion& distortion,
            std::uint8_t* rgb);

// Sample n goes to out + n * kSampleBytes. `threads` is positive.
void render_batch(const GlyphSet& glyphs, const std::vector<SampleSpec>& specs,
                  const Distortion& distortion, int threads, std::uint8_t* out);

// The training distribution: whether this sample is one of the `share` (in [0, 1]) of its class's
// that are in rainbow colours, by the generator; whatever spec.recolour says. Never for a class
// among `protected_classes` (class indices).
bool recoloured_in_training(const SampleSpec& spec, float share,
                            const std::vector<int>& protected_classes);

}  // namespace remedy
