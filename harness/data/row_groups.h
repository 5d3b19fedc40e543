// Rows of a manifest, divided into groups.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/study/image_groups.h"
#include "core/study/image_set.h"
#include "data/listing.h"
#include "data/manifest/columns.h"
#include "data/manifest/table.h"

namespace remedy {

// How the label column's values are shown and ordered.
struct LabelText {
  std::string name;
  int index = 0;
};

// What groups are made of. All of it must outlive the calls.
struct GroupedRows {
  const Table& table;
  const ManifestColumns& columns;
  const std::vector<std::uint32_t>& images;   // the row of each image of the set
  const std::vector<std::uint32_t>& weighed;  // rows by whose shares groups are weighted, or none
  std::function<LabelText(std::uint32_t row)> label;
};

// A group is called by its values, joined with '/': the name of a class; a number with its column,
// "place=0"; any other value alone. Groups are ordered by their values, numbers as numbers, classes
// by index. Throws Error naming file, row and column of a value that is empty or, where groups may
// overlap, neither true nor false; and of weights that go with no group, or a group without one.
ImageGrouping group_rows(const GroupedRows& rows, const Grouping& grouping);

// Gives `groups` the weights that the study gives as numbers, which need not add up to 1. Throws
// Error starting with `where` as group_rows() does.
void take_given_weights(const Grouping& grouping, const std::string& where,
                        std::vector<ImageGroup>& groups);

// The same as group_rows() of images that have labels alone.
ImageGrouping group_labels(const Listing& listing, const ClassList& classes,
                           const Grouping& grouping);

}  // namespace remedy
