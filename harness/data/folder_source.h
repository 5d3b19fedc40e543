// Image files below a folder.
#pragma once

#include <string>

#include "data/image_source.h"

namespace remedy {

class FolderImages final : public ImageSource {
 public:
  // `label` as in ImageSet. What it is given must outlive it.
  FolderImages(const FolderSource& from, const std::string& label, const ClassList& classes)
      : from_(from), label_(label), classes_(classes) {}

  Listing scan() const override;
  // The files of another folder that have the same relative paths up to the extension.
  std::optional<Listing> originals(const Listing& images) const override;
  std::optional<Listing> masks(const Listing& images) const override;

 private:
  // Those of `folder`, which the study calls `key`; nothing where there is none.
  std::optional<Listing> partners(const Listing& images, const std::filesystem::path& folder,
                                  const char* key) const;

  const FolderSource& from_;
  const std::string& label_;
  const ClassList& classes_;
};

}  // namespace remedy
