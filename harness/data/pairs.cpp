#include "data/pairs.h"

#include <map>

#include "core/error.h"

namespace remedy {
namespace {

std::string without_extension(const std::string& path) {
  return std::filesystem::path(path).replace_extension().generic_string();
}

}  // namespace

Listing list_partners(const Listing& images, const ImageSet& set,
                      const std::filesystem::path& folder, const std::string& key,
                      const ClassList& classes) {
  ImageSet all;
  all.folder = folder;
  all.label = set.label;
  Listing found = scan_images(all, classes);
  std::map<std::string, ListedImage> by_name;
  for (ListedImage& image : found.images) by_name[without_extension(image.path)] = image;
  found.images.clear();
  for (const ListedImage& image : images.images) {
    const auto partner = by_name.find(without_extension(image.path));
    if (partner == by_name.end()) {
      throw Error(
          "{}: has no partner in {}: data.counterexamples.{} needs {}.png, or another image "
          "of that name",
          (images.root / image.path).string(), folder.string(), key, without_extension(image.path));
    }
    found.images.push_back(partner->second);
    found.images.back().label = image.label;
  }
  hash_images(found);
  return found;
}

Listing without_recolour(const Listing& images) {
  Listing result = images;
  for (ListedImage& image : result.images) {
    image.sample->recolour = Recolour::kNone;
    image.path = sample_path(*result.glyphs, *image.sample);
  }
  hash_images(result);
  return result;
}

}  // namespace remedy
