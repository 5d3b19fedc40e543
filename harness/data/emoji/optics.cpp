#include "data/emoji/optics.h"

#include <algorithm>
#include <array>

#include "data/emoji/direction.h"

namespace remedy {
namespace {

// A narrower blur changes no pixel.
constexpr float kMinBlur = 0.2F;
// Beyond e^-8 a weight is none.
constexpr float kFarthest = 8.0F;
constexpr std::size_t kRow = std::size_t{kSampleSide} * 3;
constexpr std::size_t kTaps = 2 * kBlurRadius + 1;
constexpr std::size_t kPadding = std::size_t{kBlurRadius} * 3;

// e^-x for x in [0, kFarthest], to within 1e-3, by (1 - x / 4096)^4096: multiplications alone.
float decay(float x) {
  float power = 1.0F - x * (1.0F / 4096.0F);
  for (int doubling = 0; doubling < 12; ++doubling) power *= power;
  return power;
}

std::array<float, kTaps> gaussian(float deviation) {
  std::array<float, kTaps> weights;
  float sum = 0;
  for (std::size_t tap = 0; tap < kTaps; ++tap) {
    const float distance = (static_cast<float>(tap) - kBlurRadius) / deviation;
    const float exponent = 0.5F * distance * distance;
    weights[tap] = exponent > kFarthest ? 0.0F : decay(exponent);
    sum += weights[tap];
  }
  for (float& weight : weights) weight /= sum;
  return weights;
}

void blur_rows(Canvas& canvas, const std::array<float, kTaps>& weights) {
  std::array<float, kRow + 2 * kPadding> padded;
  for (int y = 0; y < kSampleSide; ++y) {
    float* row = canvas.pixel(0, y);
    std::copy(row, row + kRow, padded.begin() + kPadding);
    for (std::size_t edge = 0; edge < kPadding; ++edge) {
      padded[edge] = row[edge % 3];
      padded[kPadding + kRow + edge] = row[kRow - 3 + edge % 3];
    }
    std::fill(row, row + kRow, 0.0F);
    for (std::size_t tap = 0; tap < kTaps; ++tap) {
      const float* shifted = padded.data() + tap * 3;
      const float weight = weights[tap];
      for (std::size_t place = 0; place < kRow; ++place) row[place] += weight * shifted[place];
    }
  }
}

void blur_columns(Canvas& canvas, const std::array<float, kTaps>& weights) {
  Canvas across = canvas;
  canvas.values.fill(0.0F);
  for (int y = 0; y < kSampleSide; ++y) {
    float* row = canvas.pixel(0, y);
    for (std::size_t tap = 0; tap < kTaps; ++tap) {
      const int source = y + static_cast<int>(tap) - kBlurRadius;
      const float* from = across.pixel(0, std::clamp(source, 0, kSampleSide - 1));
      const float weight = weights[tap];
      for (std::size_t place = 0; place < kRow; ++place) row[place] += weight * from[place];
    }
  }
}

}  // namespace

void light(Canvas& canvas, const Distortion& distortion, RandomStream& stream) {
  const float haze = stream.uniform(0, distortion.haze);
  const float veil = stream.uniform();
  const float gain = 1.0F + stream.uniform(-distortion.gain, 0.5F * distortion.gain);
  const float gradient = stream.uniform(0, distortion.gradient) / (0.5F * kSampleSide);
  const float turns = stream.uniform();
  const float slope_x = gradient * cosine(turns);
  const float slope_y = gradient * sine(turns);
  Rgb channel;
  for (float& value : channel) {
    value = gain * (1.0F + stream.uniform(-distortion.cast, distortion.cast));
  }
  for (int y = 0; y < kSampleSide; ++y) {
    for (int x = 0; x < kSampleSide; ++x) {
      const float brightness = 1.0F +
                               slope_x * (static_cast<float>(x) + 0.5F - 0.5F * kSampleSide) +
                               slope_y * (static_cast<float>(y) + 0.5F - 0.5F * kSampleSide);
      float* pixel = canvas.pixel(x, y);
      for (std::size_t c = 0; c < 3; ++c) {
        pixel[c] = (pixel[c] + (veil - pixel[c]) * haze) * brightness * channel[c];
      }
    }
  }
}

void blur(Canvas& canvas, float deviation) {
  if (deviation < kMinBlur) return;
  const std::array<float, kTaps> weights = gaussian(deviation);
  blur_rows(canvas, weights);
  blur_columns(canvas, weights);
}

void expose(const Canvas& canvas, float noise, RandomStream& stream, std::uint8_t* rgb) {
  for (std::size_t place = 0; place < kSampleBytes; ++place) {
    const float value = 255.0F * (canvas.values[place] + noise * stream.normal());
    // Halves go up; truncation does the rounding.
    rgb[place] = static_cast<std::uint8_t>(std::clamp(value + 0.5F, 0.0F, 255.0F));
  }
}

}  // namespace remedy
