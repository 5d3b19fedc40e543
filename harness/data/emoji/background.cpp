#include "data/emoji/background.h"

#include <cmath>

#include "data/emoji/direction.h"

namespace remedy {
namespace {

constexpr float kHalf = 0.5F * kSampleSide;

Rgb random_colour(RandomStream& stream) {
  Rgb colour;
  for (float& component : colour) component = stream.uniform();
  return colour;
}

Rgb around(const Rgb& middle, float reach, RandomStream& stream) {
  Rgb colour;
  for (std::size_t c = 0; c < 3; ++c) colour[c] = middle[c] + stream.uniform(-reach, reach);
  return colour;
}

// Paints the mixture of two colours that `share(x, y)`, in [0, 1], gives at each pixel.
template <typename Share>
void mix(Canvas& canvas, const Rgb& one, const Rgb& other, Share&& share) {
  for (int y = 0; y < kSampleSide; ++y) {
    for (int x = 0; x < kSampleSide; ++x) {
      const float of_other = share(static_cast<float>(x) + 0.5F, static_cast<float>(y) + 0.5F);
      float* pixel = canvas.pixel(x, y);
      for (std::size_t c = 0; c < 3; ++c) pixel[c] = one[c] + (other[c] - one[c]) * of_other;
    }
  }
}

// Smoothly interpolated random values on a square lattice: one octave of value noise.
class Lattice {
 public:
  Lattice(int cells, RandomStream& stream) : cells_(cells) {
    for (int knot = 0; knot < (cells + 1) * (cells + 1); ++knot) {
      knots_[static_cast<std::size_t>(knot)] = stream.uniform();
    }
  }

  float at(float x, float y) const {
    const float scale = static_cast<float>(cells_) / kSampleSide;
    const int column = static_cast<int>(x * scale);
    const int row = static_cast<int>(y * scale);
    const float u = smooth(x * scale - static_cast<float>(column));
    const float v = smooth(y * scale - static_cast<float>(row));
    const float* upper = knots_.data() + static_cast<std::ptrdiff_t>(row) * (cells_ + 1) + column;
    const float* lower = upper + cells_ + 1;
    const float above = upper[0] + u * (upper[1] - upper[0]);
    const float below = lower[0] + u * (lower[1] - lower[0]);
    return above + v * (below - above);
  }

  static constexpr int kMaxCells = 24;

 private:
  static float smooth(float t) { return t * t * (3.0F - 2.0F * t); }

  int cells_;
  std::array<float, std::size_t{kMaxCells + 1} * (kMaxCells + 1)> knots_;
};

}  // namespace

void paint_background(Canvas& canvas, RandomStream& stream) {
  const Rgb one = random_colour(stream);
  const Rgb other = random_colour(stream);
  const float turns = stream.uniform();
  const float along_x = cosine(turns);
  const float along_y = sine(turns);
  switch (stream.below(6)) {
    case 0:
      mix(canvas, one, one, [](float, float) { return 0.0F; });
      break;
    case 1:
      mix(canvas, one, other, [&](float x, float y) {
        return 0.5F + ((x - kHalf) * along_x + (y - kHalf) * along_y) / (2.9F * kHalf);
      });
      break;
    case 2: {
      const float frequency = stream.uniform(1.5F, 9.0F) / kSampleSide;
      const float phase = stream.uniform();
      mix(canvas, one, other, [&](float x, float y) {
        return 0.5F + 0.5F * sine(phase + frequency * (x * along_x + y * along_y));
      });
      break;
    }
    default: {
      const Lattice coarse(2 + stream.below(6), stream);
      const Lattice fine(8 + stream.below(Lattice::kMaxCells - 7), stream);
      const float fine_share = stream.uniform(0.1F, 0.6F);
      mix(canvas, one, other, [&](float x, float y) {
        return coarse.at(x, y) * (1.0F - fine_share) + fine.at(x, y) * fine_share;
      });
    }
  }
}

void paint_meadow(Canvas& canvas, RandomStream& stream) {
  const Rgb dark = around({0.16F, 0.40F, 0.12F}, 0.12F, stream);
  const Rgb light = around({0.52F, 0.74F, 0.30F}, 0.16F, stream);
  const Lattice patches(3 + stream.below(5), stream);
  const Lattice blades(Lattice::kMaxCells, stream);
  const float lean = stream.uniform(-0.3F, 0.3F);
  mix(canvas, dark, light, [&](float x, float y) {
    // Narrow across and long down: blades.
    const float across = x + lean * (y - kHalf);
    const float wrapped = across < 0              ? across + kSampleSide
                          : across >= kSampleSide ? across - kSampleSide
                                                  : across;
    return 0.45F * patches.at(x, y) + 0.55F * blades.at(wrapped, 0.25F * y);
  });
}

void paint_water(Canvas& canvas, RandomStream& stream) {
  const Rgb deep = around({0.08F, 0.26F, 0.52F}, 0.10F, stream);
  const Rgb bright = around({0.42F, 0.68F, 0.86F}, 0.14F, stream);
  const Lattice swell(3 + stream.below(5), stream);
  const float frequency = stream.uniform(4.0F, 9.0F) / kSampleSide;
  const float phase = stream.uniform();
  mix(canvas, deep, bright, [&](float x, float y) {
    const float height = swell.at(x, y);
    return 0.5F * height + 0.25F + 0.25F * sine(phase + frequency * y + 0.8F * height);
  });
}

void paint_clutter(Canvas& canvas, const GlyphSet& glyphs, int subject,
                   const Distortion& distortion, RandomStream& stream) {
  const int others = static_cast<int>(glyphs.classes().size()) - 1;
  for (int left = stream.below(distortion.clutter + 1); left > 0; --left) {
    const int drawn = stream.below(others);
    const Texture& texture = glyphs.texture(drawn < subject ? drawn : drawn + 1);
    const float x = stream.uniform(0, kSampleSide);
    const float y = stream.uniform(0, kSampleSide);
    const float extent = stream.uniform(distortion.min_extent, distortion.max_extent);
    const float turns = stream.uniform();
    const float cut = stream.uniform();
    const float beyond = stream.uniform(-0.15F, 0.15F) * extent;
    Clip clip{cosine(cut), sine(cut), 0};
    clip.limit = x * clip.along_x + y * clip.along_y + beyond;
    paint(canvas, texture, place(texture, x, y, extent, turns, 1, 0), nullptr, clip);
  }
}

}  // namespace remedy
