// The mark of ImageNet-W (Li et al., CVPR 2023, arXiv 2212.04825): six Chinese characters, half
// transparent and white, over the left of the picture.
#pragma once

#include "data/decode/image.h"

namespace remedy {

// Pixels of the characters' em on a picture of that many pixels along its shorter side.
int watermark_size(int side);

// The same bytes for the same font and version of FreeType. Throws Error where the font
// (data/watermark_font.h) is not there or lacks the characters. May be called from several
// threads.
Image watermarked(const Image& image);

}  // namespace remedy
