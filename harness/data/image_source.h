// Where the images of a set come from: one implementation for each kind of ImageSet::source.
#pragma once

#include <memory>
#include <optional>

#include "core/study/image_set.h"
#include "data/listing.h"

namespace remedy {

class ImageSource {
 public:
  virtual ~ImageSource() = default;

  // Contents are not hashed yet. Throws Error as scan_images() does.
  virtual Listing scan() const = 0;
  // For each of `images`, which are of this source, in their order: what it was made of, and where
  // it was changed; hashed. Nothing where the source does not say. Throws Error naming the first
  // image that has none.
  virtual std::optional<Listing> originals(const Listing& images) const = 0;
  virtual std::optional<Listing> masks(const Listing& images) const = 0;
};

// `set` and `classes` must outlive the source. `glyphs` are null where the classes of the study are
// not those of the generated images.
std::unique_ptr<ImageSource> make_image_source(const ImageSet& set, const ClassList& classes,
                                               const std::shared_ptr<const GlyphSet>& glyphs);

}  // namespace remedy
