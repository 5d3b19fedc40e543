#include "data/manifest/columns.h"

#include <algorithm>
#include <array>
#include <vector>

#include "core/error.h"
#include "core/text.h"

namespace remedy {
namespace {

struct Usual {
  const char* role;
  std::vector<const char*> names;
};

const std::vector<Usual>& usual_names() {
  static const std::vector<Usual> names = {
      {"file_name", {"file_name", "img_filename", "filename", "path", "image_id", "file"}},
      {kLabelColumn, {"label", "y", "target", "class"}},
      {"split", {"split"}},
      {"mask", {"mask"}},
      {"original", {"original"}},
  };
  return names;
}

constexpr std::array<std::array<std::string_view, 5>, 3> kSplits = {{
    {"0", "train", "training"},
    {"1", "val", "valid", "validation"},
    {"2", "test", "testing"},
}};

std::size_t split_of(std::string_view text) {
  for (std::size_t i = 0; i < kSplits.size(); ++i) {
    if (!text.empty() && std::find(kSplits[i].begin(), kSplits[i].end(), text) != kSplits[i].end())
      return i;
  }
  return kSplits.size();
}

}  // namespace

ManifestColumns::ManifestColumns(const Table& table, const ManifestSource& source)
    : table_(table), source_(source) {
  for (const auto& [role, column] : source.columns) {
    if (table.find(column)) continue;
    throw Error("{}: columns.{}: found \"{}\"{}; the columns are: {}", table.file().string(), role,
                column, did_you_mean(column, table.columns()), join(table.columns(), ", "));
  }
}

std::optional<std::size_t> ManifestColumns::find(const std::string& name) const {
  for (const auto& [role, column] : source_.columns) {
    if (role == name) return table_.find(column);
  }
  for (const Usual& usual : usual_names()) {
    if (usual.role != name) continue;
    for (const char* candidate : usual.names) {
      if (const auto column = table_.find(candidate)) return column;
    }
  }
  return table_.find(name);
}

std::size_t ManifestColumns::require(const std::string& name, const std::string& key) const {
  if (const auto column = find(name)) return *column;
  throw Error(
      "{}: no column \"{}\", which {} asks for{}; the columns are: {}; \"columns: {{{}: …}}\" "
      "gives another name",
      table_.file().string(), name, key, did_you_mean(name, table_.columns()),
      join(table_.columns(), ", "), name);
}

bool ManifestColumns::matches(std::size_t column, std::string_view value,
                              const std::string& wanted) const {
  if (value == wanted) return true;
  if (find("split") != column) return false;
  const std::size_t split = split_of(wanted);
  return split < kSplits.size() && split == split_of(value);
}

}  // namespace remedy
