// The installed font's glyphs, read once for a test program.
#pragma once

#include "data/emoji/glyphs/glyphs.h"

namespace remedy::testing {

inline const GlyphSet& glyphs() {
  static const GlyphSet set;
  return set;
}

}  // namespace remedy::testing
