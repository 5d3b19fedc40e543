// Animals on two kinds of ground, drawn from the emoji font.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "data/image_source.h"

namespace remedy {

// The classes of these images; file() is then "emoji_groups".
ClassList animal_classes();

class GroupedImages final : public ImageSource {
 public:
  // A set of kGroupsGenerator. What it is given must outlive it.
  GroupedImages(const ImageSet& set, const ClassList& classes,
                std::shared_ptr<const GlyphSet> glyphs)
      : from_(*set.grouped()),
        label_(set.label),
        groupings_(set.groupings),
        classes_(classes),
        glyphs_(std::move(glyphs)) {}

  Listing scan() const override;
  std::optional<Listing> originals(const Listing&) const override { return std::nullopt; }
  std::optional<Listing> masks(const Listing&) const override { return std::nullopt; }

 private:
  ImageGrouping divide(const Listing& listing, const Grouping& grouping) const;

  const GroupedSource& from_;
  const std::string& label_;
  const std::vector<Grouping>& groupings_;
  const ClassList& classes_;
  std::shared_ptr<const GlyphSet> glyphs_;
};

}  // namespace remedy
