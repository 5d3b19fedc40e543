#include "data/emoji/sample.h"

#include <algorithm>
#include <thread>

#include "data/emoji/background.h"
#include "data/emoji/occlusion.h"
#include "data/emoji/optics.h"
#include "data/emoji/random_stream.h"

namespace remedy {
namespace {

RandomStream stream_of(const SampleSpec& spec, Purpose purpose) {
  return {spec.split, static_cast<std::uint32_t>(spec.class_index), spec.index, purpose};
}

// The middle of a subject on one axis: anywhere from which no more of it than allowed leaves the
// picture.
float middle(float extent, float out_of_frame, RandomStream& stream) {
  const float margin = std::min(extent * (0.5F - out_of_frame), 0.5F * kSampleSide);
  return stream.uniform(margin, kSampleSide - margin);
}

}  // namespace

std::string sample_path(const GlyphSet& glyphs, const SampleSpec& spec) {
  const auto place = static_cast<std::size_t>(spec.class_index);
  return glyphs.classes().at(place).id + "/" + std::to_string(spec.index) +
         (spec.recolour == Recolour::kRainbow ? "-rainbow" : "") +
         (spec.ground == Ground::kMeadow ? "-meadow" : "") +
         (spec.ground == Ground::kWater ? "-water" : "");
}

void render(const GlyphSet& glyphs, const SampleSpec& spec, const Distortion& distortion,
            std::uint8_t* rgb) {
  const Texture& texture = glyphs.texture(spec.class_index);
  Canvas canvas;
  RandomStream background = stream_of(spec, Purpose::kBackground);
  if (spec.ground == Ground::kVaried) {
    paint_background(canvas, background);
    RandomStream clutter = stream_of(spec, Purpose::kClutter);
    paint_clutter(canvas, glyphs, spec.class_index, distortion, clutter);
  } else if (spec.ground == Ground::kMeadow) {
    paint_meadow(canvas, background);
  } else {
    paint_water(canvas, background);
  }

  RandomStream placing = stream_of(spec, Purpose::kPlacement);
  const float extent = placing.uniform(distortion.min_extent, distortion.max_extent);
  const float x = middle(extent, distortion.out_of_frame, placing);
  const float y = middle(extent, distortion.out_of_frame, placing);
  const float turns = placing.uniform(-distortion.rotation, distortion.rotation) / 360.0F;
  const float wider = 1.0F + placing.uniform(0, distortion.aspect);
  const float aspect = placing.chance(0.5F) ? wider : 1.0F / wider;
  const float shear = placing.uniform(-distortion.shear, distortion.shear);
  RandomStream hues = stream_of(spec, Purpose::kRainbow);
  const Rainbow rainbow = Rainbow::random(hues);
  paint(canvas, texture, place(texture, x, y, extent, turns, aspect, shear),
        spec.recolour == Recolour::kRainbow ? &rainbow : nullptr);

  RandomStream occlusion = stream_of(spec, Purpose::kOcclusion);
  paint_occluders(canvas, x, y, extent, distortion, occlusion);
  RandomStream optics = stream_of(spec, Purpose::kOptics);
  light(canvas, distortion, optics);
  blur(canvas, optics.uniform(0, distortion.blur));
  const float noise = optics.uniform(0, distortion.noise);
  RandomStream grain = stream_of(spec, Purpose::kNoise);
  expose(canvas, noise, grain, rgb);
}

void render_batch(const GlyphSet& glyphs, const std::vector<SampleSpec>& specs,
                  const Distortion& distortion, int threads, std::uint8_t* out) {
  const auto render_every = [&](std::size_t first, std::size_t step) {
    for (std::size_t place = first; place < specs.size(); place += step) {
      render(glyphs, specs[place], distortion, out + place * kSampleBytes);
    }
  };
  const std::size_t workers = std::min(static_cast<std::size_t>(std::max(threads, 1)),
                                       std::max<std::size_t>(specs.size(), 1));
  std::vector<std::thread> helpers;
  for (std::size_t helper = 1; helper < workers; ++helper) {
    helpers.emplace_back(render_every, helper, workers);
  }
  render_every(0, workers);
  for (std::thread& helper : helpers) helper.join();
}

bool recoloured_in_training(const SampleSpec& spec, float share,
                            const std::vector<int>& protected_classes) {
  if (std::find(protected_classes.begin(), protected_classes.end(), spec.class_index) !=
      protected_classes.end()) {
    return false;
  }
  return stream_of(spec, Purpose::kTrainingRecolour).chance(share);
}

}  // namespace remedy
