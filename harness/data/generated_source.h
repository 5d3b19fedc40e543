// Images that are drawn from the emoji font.
#pragma once

#include <memory>
#include <string>

#include "data/image_source.h"

namespace remedy {

class GeneratedImages final : public ImageSource {
 public:
  // `label` as in ImageSet. What it is given must outlive it.
  GeneratedImages(const GeneratedSource& from, const std::string& label, const ClassList& classes,
                  std::shared_ptr<const GlyphSet> glyphs)
      : from_(from), label_(label), classes_(classes), glyphs_(std::move(glyphs)) {}

  Listing scan() const override;
  // Of recoloured samples: the same scenes with the subjects in their own colours.
  std::optional<Listing> originals(const Listing& images) const override;
  // Where two images differ is to be seen in them.
  std::optional<Listing> masks(const Listing&) const override { return std::nullopt; }

 private:
  const GeneratedSource& from_;
  const std::string& label_;
  const ClassList& classes_;
  std::shared_ptr<const GlyphSet> glyphs_;
};

}  // namespace remedy
