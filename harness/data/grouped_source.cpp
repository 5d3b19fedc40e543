#include "data/grouped_source.h"

#include <map>

#include "core/error.h"
#include "core/text.h"
#include "data/emoji/animal_groups.h"
#include "data/row_groups.h"

namespace remedy {
namespace {

constexpr Ground kGrounds[] = {Ground::kMeadow, Ground::kWater};

// What an image has in each column of a grouping, and what that is called.
std::vector<int> cell_key(const Grouping& grouping, int label, Ground ground) {
  std::vector<int> key;
  for (const std::string& column : grouping.columns) {
    key.push_back(column == kLabelColumn ? label : static_cast<int>(ground));
  }
  return key;
}

std::string cell_name(const Grouping& grouping, const ClassList& classes, int label,
                      Ground ground) {
  std::vector<std::string> parts;
  for (const std::string& column : grouping.columns) {
    parts.emplace_back(column == kLabelColumn ? classes.name(label) : to_string(ground));
  }
  return join(parts, "/");
}

}  // namespace

ClassList animal_classes() {
  std::vector<std::string> names;
  for (const AnimalClass& animals : animal_classes_of_emoji()) names.emplace_back(animals.name);
  return {names, kGroupsGenerator};
}

Listing GroupedImages::scan() const {
  const std::string name = fmt::format("{}: {}", kGroupsGenerator, kGeneratedSplits[from_.split]);
  if (glyphs_ == nullptr || classes_.file() != kGroupsGenerator) {
    throw Error("{}: these images need \"baseline.classes: {}\", found {}", name, kGroupsGenerator,
                classes_.file().string());
  }
  Listing listing;
  listing.root = name;
  listing.glyphs = glyphs_;
  const int only = label_.empty() ? -1 : classes_.require(label_, name);
  for (int label = 0; label < classes_.size(); ++label) {
    if (only >= 0 && label != only) continue;
    for (std::size_t i = 0; i < from_.per_class; ++i) {
      ListedImage image;
      image.label = label;
      image.sample = animal_sample(*glyphs_, label, static_cast<std::uint32_t>(from_.split),
                                   from_.first + i, from_.aligned);
      const bool aligned = is_aligned(label, *image.sample);
      if (from_.part != GroundPart::kAll && aligned != (from_.part == GroundPart::kAligned)) {
        continue;
      }
      image.path = sample_path(*glyphs_, *image.sample);
      listing.images.push_back(std::move(image));
    }
  }
  if (listing.images.empty()) {
    throw Error("{}: no image is left: of {} for each class, with aligned: {}", name,
                from_.per_class, from_.aligned);
  }
  for (const Grouping& grouping : groupings_)
    listing.groupings.push_back(divide(listing, grouping));
  return listing;
}

ImageGrouping GroupedImages::divide(const Listing& listing, const Grouping& grouping) const {
  std::map<std::vector<int>, ImageGroup> groups;
  const auto group_of = [&](int label, Ground ground) -> ImageGroup& {
    ImageGroup& group = groups[cell_key(grouping, label, ground)];
    group.name = cell_name(grouping, classes_, label, ground);
    return group;
  };
  for (std::size_t i = 0; i < listing.images.size(); ++i) {
    const ListedImage& image = listing.images[i];
    group_of(image.label, image.sample->ground).images.push_back(static_cast<std::uint32_t>(i));
  }
  ImageGrouping result;
  result.name = grouping.name;
  result.prevalence_of = grouping.weights.empty() ? grouping.weights_split : "the study";
  if (!grouping.weights_split.empty()) {
    const double classes = label_.empty() ? classes_.size() : 1;
    for (int label = 0; label < classes_.size(); ++label) {
      if (!label_.empty() && label != classes_.require(label_, "class")) continue;
      for (const Ground ground : kGrounds) {
        SampleSpec sample;
        sample.ground = ground;
        const double share =
            is_aligned(label, sample) ? kAlignedInTraining : 1 - kAlignedInTraining;
        ImageGroup& group = group_of(label, ground);
        group.prevalence = group.prevalence.value_or(0) + share / classes;
      }
    }
  }
  for (auto& [key, group] : groups) result.groups.push_back(std::move(group));
  if (!grouping.weights.empty()) {
    take_given_weights(grouping, listing.root.string(), result.groups);
  }
  return result;
}

}  // namespace remedy
