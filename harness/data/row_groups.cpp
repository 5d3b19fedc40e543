#include "data/row_groups.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <numeric>
#include <unordered_map>

#include "core/error.h"
#include "core/text.h"

namespace remedy {
namespace {

// A value of a column: how it is shown, and where it stands among the others.
struct Value {
  std::string shown;
  std::string text;
  std::int64_t number = 0;  // of a class its index
  bool is_number = false;
};

bool stands_before(const Value& a, const Value& b) {
  if (a.is_number != b.is_number) return a.is_number;
  return a.is_number ? a.number < b.number : a.text < b.text;
}

// The values that a column has, each with its position in `values`.
class ColumnValues {
 public:
  ColumnValues(const GroupedRows& rows, const Grouping& grouping, const std::string& name)
      : rows_(rows),
        name_(name),
        is_label_(name == kLabelColumn),
        key_("groups." + grouping.name),
        column_(is_label_ && !rows.columns.find(name) ? rows.table.columns().size()
                                                      : rows.columns.require(name, key_)) {}

  std::uint32_t position(std::uint32_t row) {
    const bool there = column_ < rows_.table.columns().size();
    const std::string_view text = there ? rows_.table.at(row, column_) : std::string_view();
    const auto known = positions_.find(text);
    if (known != positions_.end()) return known->second;
    values_.push_back(value_of(row, text));
    return positions_.emplace(text, static_cast<std::uint32_t>(values_.size() - 1)).first->second;
  }

  const Value& value(std::uint32_t position) const { return values_[position]; }

 private:
  Value value_of(std::uint32_t row, std::string_view text) const {
    if (is_label_) {
      const LabelText label = rows_.label(row);
      return {label.name, label.name, label.index, true};
    }
    if (text.empty()) {
      throw Error("{}: column {}: no value, but {} needs one of every image",
                  rows_.table.place(row), rows_.table.columns()[column_], key_);
    }
    Value value;
    value.text = text;
    const char* end = text.data() + text.size();
    const auto [stop, code] = std::from_chars(text.data(), end, value.number);
    value.is_number = code == std::errc() && stop == end;
    value.shown = value.is_number ? fmt::format("{}={}", name_, value.text) : value.text;
    return value;
  }

  const GroupedRows& rows_;
  std::string name_;
  bool is_label_;
  std::string key_;
  std::size_t column_;  // of the table; its number of columns where all images have one label
  std::unordered_map<std::string_view, std::uint32_t> positions_;
  std::vector<Value> values_;
};

// One group while rows are counted.
struct Counted {
  ImageGroup group;
  std::uint64_t weighed = 0;
};

std::vector<Counted> combinations(const GroupedRows& rows, const Grouping& grouping) {
  std::vector<ColumnValues> columns;
  for (const std::string& name : grouping.columns) columns.emplace_back(rows, grouping, name);
  std::map<std::vector<std::uint32_t>, Counted> groups;
  std::vector<std::uint32_t> key(columns.size());
  const auto group_of = [&](std::uint32_t row) -> Counted& {
    for (std::size_t c = 0; c < columns.size(); ++c) key[c] = columns[c].position(row);
    return groups[key];
  };
  for (std::size_t i = 0; i < rows.images.size(); ++i) {
    group_of(rows.images[i]).group.images.push_back(static_cast<std::uint32_t>(i));
  }
  for (const std::uint32_t row : rows.weighed) ++group_of(row).weighed;

  std::vector<std::pair<std::vector<std::uint32_t>, Counted>> ordered(groups.begin(), groups.end());
  std::sort(ordered.begin(), ordered.end(), [&](const auto& a, const auto& b) {
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const Value& one = columns[c].value(a.first[c]);
      const Value& other = columns[c].value(b.first[c]);
      if (stands_before(one, other) || stands_before(other, one)) return stands_before(one, other);
    }
    return false;
  });
  std::vector<Counted> result;
  for (auto& [positions, counted] : ordered) {
    std::vector<std::string> parts;
    for (std::size_t c = 0; c < columns.size(); ++c) {
      parts.push_back(columns[c].value(positions[c]).shown);
    }
    counted.group.name = join(parts, "/");
    result.push_back(std::move(counted));
  }
  return result;
}

bool is_true(const GroupedRows& rows, std::uint32_t row, std::size_t column) {
  const std::string_view text = rows.table.at(row, column);
  for (const char* yes : {"1", "true", "True", "TRUE", "yes", "1.0"}) {
    if (text == yes) return true;
  }
  for (const char* no : {"0", "-1", "false", "False", "FALSE", "no", "0.0"}) {
    if (text == no) return false;
  }
  throw Error("{}: column {}: found \"{}\", expected 1 or 0, true or false, yes or no",
              rows.table.place(row), rows.table.columns()[column], std::string(text));
}

std::vector<Counted> one_for_each_column(const GroupedRows& rows, const Grouping& grouping) {
  std::vector<Counted> groups;
  for (const std::string& name : grouping.columns) {
    const std::size_t column = rows.columns.require(name, "groups." + grouping.name);
    Counted counted;
    counted.group.name = name;
    for (std::size_t i = 0; i < rows.images.size(); ++i) {
      if (is_true(rows, rows.images[i], column)) {
        counted.group.images.push_back(static_cast<std::uint32_t>(i));
      }
    }
    for (const std::uint32_t row : rows.weighed) counted.weighed += is_true(rows, row, column);
    groups.push_back(std::move(counted));
  }
  return groups;
}

ImageGrouping finished(const Grouping& grouping, const std::string& where,
                       std::vector<Counted> counted) {
  ImageGrouping result;
  result.name = grouping.name;
  result.prevalence_of = grouping.weights.empty() ? grouping.weights_split : "the study";
  const auto add = [](std::uint64_t sum, const Counted& one) { return sum + one.weighed; };
  const std::uint64_t all = std::accumulate(counted.begin(), counted.end(), std::uint64_t{0}, add);
  for (Counted& one : counted) {
    if (all > 0) {
      one.group.prevalence = static_cast<double>(one.weighed) / static_cast<double>(all);
    }
    result.groups.push_back(std::move(one.group));
  }
  if (!grouping.weights.empty()) take_given_weights(grouping, where, result.groups);
  return result;
}

}  // namespace

void take_given_weights(const Grouping& grouping, const std::string& where,
                        std::vector<ImageGroup>& groups) {
  std::vector<std::string> names;
  for (const ImageGroup& group : groups) names.push_back(group.name);
  double sum = 0;
  for (const auto& [name, weight] : grouping.weights) sum += weight;
  for (const auto& [name, weight] : grouping.weights) {
    const auto group = std::find(names.begin(), names.end(), name);
    if (group == names.end()) {
      throw Error("{}: weights.{}: found \"{}\"{}; the groups are: {}", where, grouping.name, name,
                  did_you_mean(name, names), join(names, ", "));
    }
    groups[static_cast<std::size_t>(group - names.begin())].prevalence = weight / sum;
  }
  for (const ImageGroup& group : groups) {
    if (group.prevalence) continue;
    throw Error("{}: weights.{}: no weight for the group {}; give one for each of: {}", where,
                grouping.name, group.name, join(names, ", "));
  }
}

ImageGrouping group_rows(const GroupedRows& rows, const Grouping& grouping) {
  return finished(
      grouping, rows.table.file().string(),
      grouping.overlapping ? one_for_each_column(rows, grouping) : combinations(rows, grouping));
}

ImageGrouping group_labels(const Listing& listing, const ClassList& classes,
                           const Grouping& grouping) {
  std::map<int, Counted> groups;
  for (std::size_t i = 0; i < listing.images.size(); ++i) {
    const int label = listing.images[i].label;
    Counted& counted = groups[label];
    counted.group.name = classes.name(label);
    counted.group.images.push_back(static_cast<std::uint32_t>(i));
  }
  std::vector<Counted> counted;
  for (auto& [label, one] : groups) counted.push_back(std::move(one));
  return finished(grouping, listing.root.string(), std::move(counted));
}

}  // namespace remedy
