#include "data/generated_source.h"

#include <algorithm>

#include "core/error.h"

namespace remedy {

Listing GeneratedImages::scan() const {
  const std::string name = fmt::format("{}: {}", kGenerator, kGeneratedSplits[from_.split]);
  if (glyphs_ == nullptr) {
    throw Error("{}: generated images need \"baseline.classes: {}\", found {}", name, kGenerator,
                classes_.file().string());
  }
  std::vector<int> wanted;
  if (!label_.empty()) {
    wanted.push_back(classes_.require(label_, name));
  } else {
    std::vector<int> except;
    for (const std::string& one : from_.except) except.push_back(classes_.require(one, name));
    for (int label = 0; label < classes_.size(); ++label) {
      if (std::find(except.begin(), except.end(), label) == except.end()) wanted.push_back(label);
    }
  }
  Listing listing;
  listing.root = name;
  listing.glyphs = glyphs_;
  for (const int label : wanted) {
    for (std::size_t i = 0; i < from_.per_class; ++i) {
      ListedImage image;
      image.label = label;
      image.sample = SampleSpec{label, static_cast<std::uint32_t>(from_.split), from_.first + i,
                                from_.rainbow ? Recolour::kRainbow : Recolour::kNone};
      image.path = sample_path(*glyphs_, *image.sample);
      listing.images.push_back(std::move(image));
    }
  }
  return listing;
}

std::optional<Listing> GeneratedImages::originals(const Listing& images) const {
  if (!from_.rainbow) return std::nullopt;
  Listing result = images;
  for (ListedImage& image : result.images) {
    image.sample->recolour = Recolour::kNone;
    image.path = sample_path(*result.glyphs, *image.sample);
  }
  hash_images(result);
  return result;
}

}  // namespace remedy
