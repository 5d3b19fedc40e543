#include "core/study/cue_transform.h"

namespace remedy {

const std::vector<CueTransformInfo>& cue_transforms() {
  static const std::vector<CueTransformInfo> all = {
      {"grayscale", MaskUse::kNone, nullptr, 0, 0, 0, "luma in all three channels"},
      {"hue", MaskUse::kNone, "degrees", 180, 1, 359, "turns every hue, in the hexagon of HSV"},
      {"palette", MaskUse::kNone, "places", 1, 1, 2, "moves the channels: 1 is green, blue, red"},
      {"rainbow", MaskUse::kWhereThereIsOne, nullptr, 0, 0, 0,
       "hues that run over the subject, of its own luma"},
      {"low_pass", MaskUse::kNone, "radius in pixels", 4, 1, 64, "three box blurs"},
      {"high_pass", MaskUse::kNone, "radius in pixels", 4, 1, 64,
       "what low_pass takes away, around gray"},
      {"patch_shuffle", MaskUse::kNone, "patches along a side", 4, 2, 16, "patches change places"},
      {"silhouette", MaskUse::kNeeded, nullptr, 0, 0, 0, "the subject black on white"},
      {"background_gray", MaskUse::kNeeded, nullptr, 0, 0, 0, "gray outside the subject"},
      {"background_blur", MaskUse::kNeeded, "radius in pixels", 8, 1, 64,
       "low_pass outside the subject"},
      {"background_swap", MaskUse::kNeeded, "cells along a side", 6, 1, 64,
       "clouds of random colours outside the subject"},
      {"foreground_gray", MaskUse::kNeeded, nullptr, 0, 0, 0, "gray in place of the subject"},
      {"border_crop", MaskUse::kNone, "pixels of each border", 16, 1, 512,
       "cut off, then resized back"},
      {"jpeg", MaskUse::kNone, "quality", 10, 1, 95, "compressed and decoded again"},
      {"watermark", MaskUse::kNone, nullptr, 0, 0, 0,
       "the mark of ImageNet-W; needs the font of fonts-noto-cjk-extra"},
      {"rotate", MaskUse::kNone, "degrees, a multiple of 90", 90, 90, 270, "against the clock"},
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
