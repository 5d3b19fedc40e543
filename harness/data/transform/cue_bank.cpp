#include "data/transform/cue_bank.h"

#include <functional>
#include <map>
#include <string>

#include "core/error.h"
#include "data/transform/clouds.h"
#include "data/transform/watermark.h"

namespace remedy {
namespace {

using Change =
    std::function<Image(const Image&, const SubjectMask&, int amount, std::uint64_t seed)>;

// One for each of cue_transforms().
const std::map<std::string, Change>& changes() {
  using Mask = SubjectMask;
  using Seed = std::uint64_t;
  static const std::map<std::string, Change> all = {
      {"grayscale", [](const Image& image, const Mask&, int, Seed) { return grayscale(image); }},
      {"hue", [](const Image& image, const Mask&, int degrees,
                 Seed) { return turned_hues(image, degrees); }},
      {"palette",
       [](const Image& image, const Mask&, int places, Seed) { return palette(image, places); }},
      {"rainbow", [](const Image& image, const Mask& mask, int,
                     Seed seed) { return rainbow(image, mask, seed); }},
      {"low_pass",
       [](const Image& image, const Mask&, int radius, Seed) { return low_pass(image, radius); }},
      {"high_pass",
       [](const Image& image, const Mask&, int radius, Seed) { return high_pass(image, radius); }},
      {"patch_shuffle", [](const Image& image, const Mask&, int patches,
                           Seed seed) { return patch_shuffle(image, patches, seed); }},
      {"silhouette", [](const Image& image, const Mask& mask, int,
                        Seed) { return joined(filled(image, 0), filled(image, 255), mask); }},
      {"background_gray", [](const Image& image, const Mask& mask, int,
                             Seed) { return joined(image, filled(image, kMiddleGray), mask); }},
      {"background_blur", [](const Image& image, const Mask& mask, int radius,
                             Seed) { return joined(image, low_pass(image, radius), mask); }},
      {"background_swap",
       [](const Image& image, const Mask& mask, int cells, Seed seed) {
         return joined(image, clouds(image.width, image.height, cells, seed), mask);
       }},
      {"foreground_gray", [](const Image& image, const Mask& mask, int,
                             Seed) { return joined(filled(image, kMiddleGray), image, mask); }},
      {"border_crop", [](const Image& image, const Mask&, int border,
                         Seed) { return border_crop(image, border); }},
      {"jpeg", [](const Image& image, const Mask&, int quality,
                  Seed) { return through_jpeg(image, quality); }},
      {"watermark", [](const Image& image, const Mask&, int, Seed) { return watermarked(image); }},
      {"rotate",
       [](const Image& image, const Mask&, int degrees, Seed) { return rotate(image, degrees); }},
  };
  return all;
}

}  // namespace

Image transformed(const Image& image, const SubjectMask& mask, const CueTransform& transform,
                  std::uint64_t seed) {
  const CueTransformInfo* info = find_cue_transform(transform.name);
  if (info == nullptr) throw Error("there is no transform \"{}\"", transform.name);
  if (info->mask == MaskUse::kNeeded && mask.empty())
    throw Error("{}: needs a mask of the subject", info->name);
  if (!mask.empty() && mask.size() * 3 != image.rgb.size()) {
    throw Error("{}: the mask has {} pixels, the picture {}", info->name, mask.size(),
                image.rgb.size() / 3);
  }
  return changes().at(transform.name)(image, mask, static_cast<int>(transform.amount), seed);
}

}  // namespace remedy
