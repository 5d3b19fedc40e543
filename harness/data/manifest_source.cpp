#include "data/manifest_source.h"

#include <unistd.h>

#include <algorithm>
#include <unordered_map>

#include "core/error.h"
#include "core/granted_cores.h"
#include "core/parallel.h"
#include "core/text.h"
#include "data/manifest/columns.h"
#include "data/manifest/table.h"
#include "data/row_groups.h"

namespace remedy {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kNamedRows = 10;
constexpr std::size_t kNamedValues = 12;

using Rows = std::vector<std::uint32_t>;

// The classes that one label text names.
struct Labels {
  int first = 0;
  std::vector<int> also;
  std::string name;
};

// Reads the label column, every text of it once.
class LabelColumn {
 public:
  LabelColumn(const Table& table, const ManifestColumns& columns, const std::string& label,
              const ClassList& classes)
      : table_(table), classes_(classes) {
    if (!label.empty()) {
      const int index = classes.require(label, table.file().string());
      one_ = Labels{index, {}, classes.name(index)};
    } else {
      column_ = columns.require(kLabelColumn, "an image set without \"class\"");
    }
  }

  const Labels& of(std::uint32_t row) {
    if (one_) return *one_;
    const std::string_view text = table_.at(row, column_);
    const auto known = known_.find(text);
    if (known != known_.end()) return known->second;
    return known_.emplace(text, parsed(row, text)).first->second;
  }

 private:
  Labels parsed(std::uint32_t row, std::string_view text) const {
    const std::string where =
        fmt::format("{}: column {}", table_.place(row), table_.columns()[column_]);
    if (trimmed(text).empty()) {
      throw Error("{}: no value, expected a class id, a name or an index below {} of {}", where,
                  classes_.size(), classes_.file().string());
    }
    Labels labels;
    std::vector<std::string> names;
    for (std::size_t at = 0; at <= text.size();) {
      const std::size_t bar = std::min(text.find('|', at), text.size());
      const int index = classes_.require(std::string(trimmed(text.substr(at, bar - at))), where);
      names.push_back(classes_.name(index));
      if (at == 0) {
        labels.first = index;
      } else if (index != labels.first) {
        labels.also.push_back(index);
      }
      at = bar + 1;
    }
    labels.name = join(names, "|");
    return labels;
  }

  const Table& table_;
  const ClassList& classes_;
  std::size_t column_ = 0;
  std::optional<Labels> one_;  // of all images
  std::unordered_map<std::string_view, Labels> known_;
};

// "train (4795), val (1199)": what a column holds, as far as it can be listed.
std::string values_of(const Table& table, std::size_t column, std::vector<std::string>& names) {
  std::unordered_map<std::string_view, std::size_t> counts;
  for (std::size_t row = 0; row < table.rows(); ++row) ++counts[table.at(row, column)];
  for (const auto& [value, count] : counts) names.emplace_back(value);
  std::sort(names.begin(), names.end());
  std::vector<std::string> shown;
  for (const std::string& name : names) {
    if (shown.size() == kNamedValues) {
      shown.push_back(fmt::format("and {} more", names.size() - kNamedValues));
      break;
    }
    shown.push_back(fmt::format("{} ({})", name.empty() ? "nothing" : name, counts.at(name)));
  }
  return join(shown, ", ");
}

// Rows of `rows` that pass the filter.
Rows passing(const Table& table, const ManifestColumns& columns, const RowFilter& filter,
             const Rows& rows) {
  const std::size_t column = columns.require(filter.column, "where");
  std::vector<bool> met(filter.values.size(), false);
  std::unordered_map<std::string_view, bool> passes;  // by value
  const auto pass = [&](std::string_view value) {
    bool any = false;
    for (std::size_t i = 0; i < filter.values.size(); ++i) {
      if (!columns.matches(column, value, filter.values[i])) continue;
      met[i] = any = true;
    }
    return any;
  };
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::string_view value = table.at(row, column);
    if (passes.find(value) == passes.end()) passes.emplace(value, pass(value));
  }
  for (std::size_t i = 0; i < met.size(); ++i) {
    if (met[i]) continue;
    std::vector<std::string> names;
    const std::string values = values_of(table, column, names);
    throw Error("{}: where.{}: no row has \"{}\" in column {}{}; its values are: {}",
                table.file().string(), filter.column, filter.values[i], table.columns()[column],
                did_you_mean(filter.values[i], names), values);
  }
  Rows kept;
  for (const std::uint32_t row : rows) {
    if (passes.at(table.at(row, column))) kept.push_back(row);
  }
  return kept;
}

// Rows that pass every filter; in place of those for the split, `split` where it is given.
Rows selected(const Table& table, const ManifestColumns& columns, const ManifestSource& from,
              const std::string& split = "") {
  Rows rows(table.rows());
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = static_cast<std::uint32_t>(i);
  for (const RowFilter& filter : from.where) {
    if (!split.empty() && columns.find(filter.column) == columns.find("split")) continue;
    rows = passing(table, columns, filter, rows);
  }
  if (!split.empty()) rows = passing(table, columns, {"split", {split}}, rows);
  return rows;
}

// Without the rows that have no label, where the study leaves them out.
Rows labelled(const Table& table, const ManifestColumns& columns, const ManifestSource& from,
              Rows rows) {
  const auto label = columns.find(kLabelColumn);
  if (!from.skip_unlabelled || !label) return rows;
  rows.erase(
      std::remove_if(rows.begin(), rows.end(),
                     [&](std::uint32_t row) { return trimmed(table.at(row, *label)).empty(); }),
      rows.end());
  return rows;
}

Rows taken(const ManifestSource& from, Rows rows) {
  const std::size_t all = rows.size();
  if (rows.empty()) throw Error("{}: \"where\" leaves none of its rows", from.file.string());
  if (from.skip >= all) {
    throw Error("{}: skip: {} leaves none of its {} rows", from.file.string(), from.skip, all);
  }
  if (from.take && (*from.take > all - from.skip || *from.take == 0)) {
    throw Error("{}: take: {} is not possible; {} rows are left of {} after skip: {}",
                from.file.string(), *from.take, all - from.skip, all, from.skip);
  }
  const auto first = rows.begin() + static_cast<std::ptrdiff_t>(from.skip);
  return {first, first + static_cast<std::ptrdiff_t>(from.take.value_or(all - from.skip))};
}

// All that the study asks for, in the order of the file.
Rows rows_of_images(const Table& table, const ManifestColumns& columns,
                    const ManifestSource& from) {
  return taken(from, labelled(table, columns, from, selected(table, columns, from)));
}

void refuse_repeated(const Table& table, std::size_t column, const Rows& rows) {
  std::unordered_map<std::string_view, std::uint32_t> seen;
  seen.reserve(rows.size());
  for (const std::uint32_t row : rows) {
    const auto [first, is_new] = seen.emplace(table.at(row, column), row);
    if (is_new) continue;
    throw Error(
        "{}: column {}: \"{}\" stands in line {} already, and an image counts once; remove "
        "one of the two rows",
        table.place(row), table.columns()[column], std::string(first->first),
        table.line(first->second));
  }
}

void refuse_missing(const Table& table, std::size_t column, const Rows& rows,
                    const Listing& listing) {
  std::vector<char> missing(rows.size(), 0);
  constexpr std::size_t kPart = 256;
  parallel_for((rows.size() + kPart - 1) / kPart, granted_threads(), [&](std::size_t part) {
    for (std::size_t i = part * kPart; i < std::min(rows.size(), (part + 1) * kPart); ++i) {
      missing[i] = access((listing.root / listing.images[i].path).c_str(), F_OK) == 0 ? 0 : 1;
    }
  });
  const auto count = std::count(missing.begin(), missing.end(), 1);
  if (count == 0) return;
  std::string message = fmt::format("{} of {} images that {} lists {} not there:", count,
                                    rows.size(), table.file().string(), count == 1 ? "is" : "are");
  std::size_t named = 0;
  for (std::size_t i = 0; i < rows.size() && named < kNamedRows; ++i) {
    if (missing[i] == 0) continue;
    ++named;
    message +=
        fmt::format("\n  {}: column {}: no file {}", table.place(rows[i]), table.columns()[column],
                    (listing.root / listing.images[i].path).string());
  }
  if (static_cast<std::size_t>(count) > named) {
    message += fmt::format("\n  and {} more", static_cast<std::size_t>(count) - named);
  }
  throw Error("{}\n\"root\" names the folder that file names are relative to", message);
}

}  // namespace

Listing ManifestImages::read(bool look_for_files) const {
  const Table table(from_.file);
  const ManifestColumns columns(table, from_);
  const std::size_t files = columns.require(kFileNameColumn, "a manifest");
  const Rows rows = rows_of_images(table, columns, from_);
  LabelColumn labels(table, columns, label_, classes_);
  refuse_repeated(table, files, rows);

  Listing listing;
  listing.root = from_.root;
  listing.is_of_named_files = true;
  listing.images.resize(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    ListedImage& image = listing.images[i];
    const Labels& label = labels.of(rows[i]);
    image.path = table.at(rows[i], files);
    image.label = label.first;
    image.also = label.also;
    if (image.path.empty()) {
      throw Error("{}: column {}: no value, expected the name of an image file",
                  table.place(rows[i]), table.columns()[files]);
    }
  }
  if (look_for_files) refuse_missing(table, files, rows, listing);

  if (!pair_by_.empty() && pair_by_ != kFileNameColumn) {
    const std::size_t column = columns.require(pair_by_, "pair_by");
    for (const std::uint32_t row : rows) listing.pair_keys.emplace_back(table.at(row, column));
  }
  for (const Grouping& grouping : groupings_) {
    Rows weighed;
    if (!grouping.weights_split.empty()) {
      (void)columns.require("split", "weights." + grouping.name);
      weighed = selected(table, columns, from_, grouping.weights_split);
    }
    const auto label = [&](std::uint32_t row) {
      const Labels& one = labels.of(row);
      return LabelText{one.name, one.first};
    };
    listing.groupings.push_back(group_rows({table, columns, rows, weighed, label}, grouping));
  }
  return listing;
}

std::optional<Listing> ManifestImages::originals(const Listing& images) const {
  return partners(images, "original");
}

std::optional<Listing> ManifestImages::masks(const Listing& images) const {
  return partners(images, "mask");
}

std::optional<Listing> ManifestImages::partners(const Listing& images, const char* role) const {
  const Table table(from_.file);
  const ManifestColumns columns(table, from_);
  const auto column = columns.find(role);
  if (!column) return std::nullopt;
  const Rows rows = rows_of_images(table, columns, from_);
  Listing listing;
  listing.root = from_.root;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    ListedImage partner;
    partner.path = table.at(rows[i], *column);
    partner.label = images.images.at(i).label;
    if (partner.path.empty()) {
      throw Error("{}: column {}: no value, expected the {} of {}", table.place(rows[i]),
                  table.columns()[*column], role, images.images[i].path);
    }
    listing.images.push_back(std::move(partner));
  }
  refuse_missing(table, *column, rows, listing);
  hash_images(listing);
  return listing;
}

}  // namespace remedy
