// How an image becomes network input.
#pragma once

#include <string>
#include <vector>

namespace remedy {

enum class Resizing {
  kShorterSide,  // to `resize` pixels; the longer side in proportion
  kExact,        // to `height` x `width`, whatever the proportions
  kNone,
};

enum class Interpolation { kBilinear, kBicubic };

// In this order: `border` pixels are cut from every side, the central `first_crop` x `first_crop`
// pixels are kept, the size is changed (antialiased, as Pillow computes it), the central `crop` x
// `crop` pixels are kept, values are divided by 255 and normalised per channel (RGB).
struct Preprocess {
  int resize = 256;  // kShorterSide
  int crop = 224;
  std::vector<double> mean = {0.485, 0.456, 0.406};
  std::vector<double> std = {0.229, 0.224, 0.225};
  Resizing resizing = Resizing::kShorterSide;
  int height = 0, width = 0;  // kExact
  Interpolation interpolation = Interpolation::kBilinear;
  int border = 0;
  int first_crop = 0;  // 0: none
};

inline const char* to_string(Interpolation interpolation) {
  return interpolation == Interpolation::kBicubic ? "bicubic" : "bilinear";
}

// Whether images are resized by their shorter side and cropped, and nothing else: all that
// configurations of timm and transformers can say.
bool only_resizes_and_crops(const Preprocess& preprocess);

// Every step that changes pixels, without mean and std: what prepared pixels hang on.
std::string geometry_text(const Preprocess& preprocess);
// The whole, as records state it.
std::string to_text(const Preprocess& preprocess);

}  // namespace remedy
