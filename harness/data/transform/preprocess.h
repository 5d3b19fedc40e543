// From a decoded picture to the pixels a network is given, before normalisation.
#pragma once

#include "core/study/study.h"
#include "data/decode/image.h"

namespace remedy {

// The shorter side to `resize` pixels, the longer to resize * longer / shorter without its
// fraction, then the central crop x crop pixels: torchvision's Resize(resize) and CenterCrop(crop)
// on a Pillow image, bit for bit. Halves of an odd border go to the even side, and where the crop
// is larger than the resized picture black is put around it, as torchvision does. Mean and std are
// not applied. Throws Error for sizes below 1.
Image preprocess(const Image& image, const Preprocess& options);

}  // namespace remedy
