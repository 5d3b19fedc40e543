// From a decoded picture to the pixels a network is given, before normalisation.
#pragma once

#include <string>

#include "core/study/preprocess.h"
#include "data/decode/image.h"

namespace remedy {

// The steps of `options`, without mean and std. They are torchvision's Resize and CenterCrop on a
// Pillow image, bit for bit: the longer side becomes resize * longer / shorter without its
// fraction, halves of an odd border go to the even side, and where a crop is larger than the
// picture black is put around it. Throws Error for sizes below 1, and where the border leaves
// nothing.
Image preprocess(const Image& image, const Preprocess& options);

// Throws Error starting with `name` where a size is below 1.
void require_sizes(const Preprocess& options, const std::string& name);

}  // namespace remedy
