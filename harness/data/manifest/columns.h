// Which column of a table holds what.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/study/image_set.h"
#include "data/manifest/table.h"

namespace remedy {

// A column's usual names, of which the first that the table has is taken where the study names
// none: file_name, img_filename, filename, path, image_id, file; label, y, target, class; split;
// mask; original.
class ManifestColumns {
 public:
  // Both must outlive the object. Throws Error naming a column of `columns:` that is not there.
  ManifestColumns(const Table& table, const ManifestSource& source);

  // By what the study calls a column: a key of `columns:`, a usual name, or the table's own.
  std::optional<std::size_t> find(const std::string& name) const;
  // Throws Error naming `key`, where the study asks for it, and the columns that there are.
  std::size_t require(const std::string& name, const std::string& key) const;

  // Whether a value of the column is what the study means by `wanted`: the same text; of a split,
  // also 0 or train, 1 or val, 2 or test.
  bool matches(std::size_t column, std::string_view value, const std::string& wanted) const;

 private:
  const Table& table_;
  const ManifestSource& source_;
};

}  // namespace remedy
