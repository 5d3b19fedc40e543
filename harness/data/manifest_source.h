// Images that a table lists.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "data/image_source.h"

namespace remedy {

class ManifestImages final : public ImageSource {
 public:
  // A set of a manifest. What it is given must outlive it.
  ManifestImages(const ImageSet& set, const ClassList& classes)
      : from_(*set.manifest()),
        label_(set.label),
        groupings_(set.groupings),
        pair_by_(set.pair_by),
        classes_(classes) {}

  // In the order of the file. Throws Error naming file, row, column, value and what is allowed: of
  // a label that is no class, a file that is not there or stands in two rows, a filter that lets
  // nothing through.
  Listing scan() const override { return read(/*look_for_files=*/true); }
  // The same; whether the files are there is looked at if asked for.
  Listing read(bool look_for_files) const;
  // The files that the columns `original` and `mask` name.
  std::optional<Listing> originals(const Listing& images) const override;
  std::optional<Listing> masks(const Listing& images) const override;

 private:
  std::optional<Listing> partners(const Listing& images, const char* role) const;

  const ManifestSource& from_;
  const std::string& label_;
  const std::vector<Grouping>& groupings_;
  const std::string& pair_by_;
  const ClassList& classes_;
};

}  // namespace remedy
