#include "core/study/cue_transform.h"

namespace remedy {

const std::vector<CueTransformInfo>& cue_transforms() {
  static const std::vector<CueTransformInfo> all = {
      {"grayscale", false, nullptr, 0, 0, 0, "luma in all three channels"},
      {"hue", false, "degrees", 180, 1, 359, "turns every hue, in the hexagon of HSV"},
      {"palette", false, "places", 1, 1, 2, "moves the channels: 1 is green, blue, red"},
      {"rainbow", false, nullptr, 0, 0, 0, "hues that run over the subject, of its own luma"},
      {"low_pass", false, "radius in pixels", 4, 1, 64, "three box blurs"},
      {"high_pass", false, "radius in pixels", 4, 1, 64, "what low_pass takes away, around gray"},
      {"patch_shuffle", false, "patches along a side", 4, 2, 16, "patches change places"},
      {"silhouette", true, nullptr, 0, 0, 0, "the subject black on white"},
      {"background_gray", true, nullptr, 0, 0, 0, "gray outside the subject"},
      {"background_blur", true, "radius in pixels", 8, 1, 64, "low_pass outside the subject"},
      {"foreground_gray", true, nullptr, 0, 0, 0, "gray in place of the subject"},
      {"border_crop", false, "pixels of each border", 16, 1, 512, "cut off, then resized back"},
      {"jpeg", false, "quality", 10, 1, 95, "compressed and decoded again"},
      {"rotate", false, "degrees, a multiple of 90", 90, 90, 270, "against the clock"},
  };
  return all;
}

const CueTransformInfo* find_cue_transform(const std::string& name) {
  for (const CueTransformInfo& info : cue_transforms()) {
    if (info.name == name) return &info;
  }
  return nullptr;
}

std::string to_text(const std::vector<CueTransform>& transforms) {
  std::string text;
  for (const CueTransform& transform : transforms) {
    if (!text.empty()) text += ", ";
    text += transform.name;
    if (transform.amount != 0) text += " " + std::to_string(transform.amount);
  }
  return text;
}

}  // namespace remedy
