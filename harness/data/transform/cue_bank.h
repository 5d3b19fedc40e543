// The bank of transforms that take a cue away or put one in.
#pragma once

#include <cstdint>

#include "core/study/cue_transform.h"
#include "data/decode/image.h"
#include "data/transform/cue_changes.h"

namespace remedy {

// A pure function of its arguments, in whole numbers: the same bytes on every machine and for every
// number of threads (jpeg: for every version of libjpeg-turbo). Without a mask the whole picture is
// the subject of rainbow. Throws Error where the transform needs a mask and there is none, where
// the mask has another size, where rotate is given no multiple of 90 or a picture that is no square
// and no half turn, and where border_crop leaves nothing.
Image transformed(const Image& image, const SubjectMask& mask, const CueTransform& transform,
                  std::uint64_t seed);

}  // namespace remedy
