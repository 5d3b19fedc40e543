#include "data/image_source.h"

#include "data/folder_source.h"
#include "data/generated_source.h"
#include "data/grouped_source.h"
#include "data/manifest_source.h"

namespace remedy {

std::unique_ptr<ImageSource> make_image_source(const ImageSet& set, const ClassList& classes,
                                               const std::shared_ptr<const GlyphSet>& glyphs) {
  if (const GeneratedSource* generated = set.generated()) {
    return std::make_unique<GeneratedImages>(*generated, set.label, classes, glyphs);
  }
  if (set.grouped() != nullptr) return std::make_unique<GroupedImages>(set, classes, glyphs);
  if (set.manifest() != nullptr) return std::make_unique<ManifestImages>(set, classes);
  return std::make_unique<FolderImages>(*set.folder(), set.label, classes);
}

}  // namespace remedy
