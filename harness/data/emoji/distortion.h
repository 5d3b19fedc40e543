// How hard a sample is made.
#pragma once

namespace remedy {

// The bounds within which a sample's values are drawn, evenly. The defaults are hard on purpose: on
// a saturated task no remediation costs anything. Lengths are pixels of a sample of kSampleSide
// pixels; an extent is the longer side of a glyph.
struct Distortion {
  float min_extent = 26;
  float max_extent = 56;
  // How much of the extent may lie beyond the edge of the picture.
  float out_of_frame = 0.08F;
  // Degrees, either way.
  float rotation = 30;
  // 0.25: up to 1.25 times wider and as much flatter, or the reverse.
  float aspect = 0.25F;
  // Pixels for each pixel of height, either way.
  float shear = 0.25F;
  // At most so many fragments of other glyphs behind the subject.
  int clutter = 4;
  // At most so many discs and bars before the subject.
  int occluders = 2;
  // A disc's largest diameter, in extents of the subject; a bar has half.
  float occluder_size = 0.30F;
  // Brightness is from 1 - gain to 1 + gain / 2.
  float gain = 0.35F;
  // Change of brightness from the middle to the edge, as a share.
  float gradient = 0.40F;
  // Change of each colour channel's brightness, as a share, either way.
  float cast = 0.25F;
  // Share of the contrast that a veil of even grey takes.
  float haze = 0.35F;
  // Largest standard deviation, pixels.
  float blur = 1.2F;
  // Largest standard deviation; white is 1.
  float noise = 0.07F;

  // Nothing but position and size varies: a glyph on its background.
  static Distortion none();
  // Every strength between none() at 0 and the defaults at 1, or beyond.
  static Distortion of_strength(float strength);
};

}  // namespace remedy
