#include "data/datasets/readers.h"

#include <algorithm>
#include <optional>
#include <regex>
#include <set>
#include <sstream>
#include <unordered_map>

#include "core/error.h"
#include "core/file.h"
#include "core/hash.h"
#include "core/text.h"
#include "data/manifest/table.h"

namespace remedy {
namespace {

namespace fs = std::filesystem;

const ValueNames& split_names() {
  static const ValueNames names = {{"0", "train"}, {"1", "val"}, {"2", "test"}};
  return names;
}

std::string name_of(const ValueNames& names, const std::string& value, const std::string& place) {
  if (names.empty()) return value;
  const auto found = names.find(value);
  if (found != names.end()) return found->second;
  std::vector<std::string> allowed;
  for (const auto& [known, name] : names) allowed.push_back(fmt::format("{} ({})", known, name));
  throw Error("{}: found \"{}\"; allowed: {}", place, value, join(allowed, ", "));
}

std::size_t require_column(const Table& table, const std::string& column) {
  if (const auto found = table.find(column)) return *found;
  throw Error("{}: no column \"{}\"{}; the columns are: {}", table.file().string(), column,
              did_you_mean(column, table.columns()), join(table.columns(), ", "));
}

std::string named_value(const Table& table, std::size_t row, std::size_t column,
                        const ValueNames& names) {
  return name_of(names, std::string(table.at(row, column)),
                 fmt::format("{}: column {}", table.place(row), table.columns()[column]));
}

// The first of `names` below `folder` that is there.
fs::path require_one(const fs::path& folder, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    std::error_code ignored;
    if (fs::exists(folder / name, ignored)) return folder / name;
  }
  throw Error("{}: has no {}", folder.string(), join(names, " and no "));
}

std::vector<std::string> words(const std::string& line) {
  std::istringstream text(line);
  std::vector<std::string> result;
  for (std::string word; text >> word;) result.push_back(word);
  return result;
}

// CelebA's value of a column for every file, by either kind of table.
std::unordered_map<std::string, std::string> celeba_column(const fs::path& file,
                                                           const std::string& column,
                                                           const ValueNames& names) {
  std::unordered_map<std::string, std::string> values;
  if (file.extension() == ".csv") {
    const Table table(file);
    const std::size_t name = require_column(table, "image_id");
    const std::size_t value = require_column(table, column);
    for (std::size_t row = 0; row < table.rows(); ++row) {
      values[std::string(table.at(row, name))] = named_value(table, row, value, names);
    }
    return values;
  }
  std::istringstream text(read_file(file));
  std::string line;
  std::size_t at = 1, number = 0;  // a partition has no header: the value follows the name
  if (column != "partition") {
    std::getline(text, line);  // how many images there are
    std::getline(text, line);
    const std::vector<std::string> columns = words(line);
    const auto found = std::find(columns.begin(), columns.end(), column);
    if (found == columns.end()) {
      throw Error("{}:2: no attribute \"{}\"{}", file.string(), column,
                  did_you_mean(column, columns));
    }
    at = static_cast<std::size_t>(found - columns.begin()) + 1;
    number = 2;
  }
  while (std::getline(text, line)) {
    ++number;
    const std::vector<std::string> row = words(line);
    if (row.empty()) continue;
    const std::string place = fmt::format("{}:{}: {}", file.string(), number, column);
    if (row.size() <= at)
      throw Error("{}: {} values, expected {} or more", place, row.size(), at + 1);
    values[row[0]] = name_of(names, row[at], place);
  }
  return values;
}

// "{split}/{label}/*.jpg" as a regular expression, with the names of its groups.
class PathPattern {
 public:
  explicit PathPattern(const std::string& pattern) {
    std::string expression;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
      const char c = pattern[i];
      if (c == '*') {
        expression += "[^/]*";
      } else if (c == '#') {
        expression += "[0-9]+";
      } else if (c == '{') {
        const std::size_t close = pattern.find('}', i);
        names_.push_back(pattern.substr(i + 1, close - i - 1));
        expression += "([^/]+?)";
        i = close;
      } else {
        if (std::string("\\^$.|?+()[]").find(c) != std::string::npos) expression += '\\';
        expression += c;
      }
    }
    expression_ = std::regex(expression, std::regex::ECMAScript | std::regex::optimize);
  }

  // By name, where the path matches.
  std::optional<ValueNames> match(const std::string& path) const {
    std::smatch found;
    if (!std::regex_match(path, found, expression_)) return std::nullopt;
    ValueNames values;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      const auto [known, is_new] = values.emplace(names_[i], found[i + 1].str());
      if (!is_new && known->second != found[i + 1].str()) return std::nullopt;
    }
    return values;
  }

 private:
  std::vector<std::string> names_;
  std::regex expression_;
};

// All files below a folder, in the bytewise order of their paths: the order in which a directory is
// listed differs from machine to machine.
std::vector<std::string> sorted_files(const fs::path& folder) {
  std::vector<std::string> paths;
  try {
    for (const auto& entry : fs::recursive_directory_iterator(
             folder, fs::directory_options::follow_directory_symlink)) {
      if (entry.is_directory()) continue;
      paths.push_back(entry.path().lexically_relative(folder).generic_string());
    }
  } catch (const fs::filesystem_error& error) {
    throw Error("{}: cannot be listed: {}", folder.string(), error.code().message());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace

DatasetReader metadata_reader(const MetadataLayout& layout) {
  return [layout](const fs::path& folder) {
    std::vector<std::string> places;
    for (const std::string& name : layout.folders) {
      places.push_back((fs::path(name) / "metadata.csv").generic_string());
    }
    const fs::path file = require_one(folder, places);
    const fs::path below = file.parent_path().lexically_relative(folder);
    const Table table(file);
    const std::size_t name = require_column(table, "img_filename");
    const std::size_t label = require_column(table, "y");
    const std::size_t place = require_column(table, "place");
    const std::size_t split = require_column(table, "split");
    std::vector<DatasetImage> images;
    for (std::size_t row = 0; row < table.rows(); ++row) {
      DatasetImage image;
      image.file = (below / std::string(table.at(row, name))).lexically_normal().generic_string();
      image.label = named_value(table, row, label, layout.labels);
      image.split = named_value(table, row, split, split_names());
      image.attributes = {named_value(table, row, place, layout.places)};
      std::error_code ignored;
      if (!fs::exists(folder / image.file, ignored)) {
        throw Error("{}: column img_filename: no file {}", table.place(row),
                    (folder / image.file).string());
      }
      images.push_back(std::move(image));
    }
    return images;
  };
}

DatasetReader celeba_reader(const std::string& label_column, const ValueNames& labels,
                            const std::string& attribute_column, const ValueNames& attributes) {
  return [=](const fs::path& folder) {
    const fs::path table = require_one(folder, {"list_attr_celeba.csv", "list_attr_celeba.txt"});
    const fs::path partition =
        require_one(folder, {"list_eval_partition.csv", "list_eval_partition.txt"});
    fs::path pictures = require_one(folder, {"img_align_celeba"});
    std::error_code ignored;
    if (fs::is_directory(pictures / "img_align_celeba", ignored)) pictures /= "img_align_celeba";
    const auto label = celeba_column(table, label_column, labels);
    const auto attribute = celeba_column(table, attribute_column, attributes);
    const auto split = celeba_column(partition, "partition", split_names());
    std::vector<DatasetImage> images;
    for (const auto& [name, value] : label) {
      const auto part = split.find(name);
      if (part == split.end()) throw Error("{}: has no line for {}", partition.string(), name);
      const fs::path file = pictures / name;
      if (!fs::exists(file, ignored)) {
        throw Error("{}: names {}, and there is no file {}", table.string(), name, file.string());
      }
      images.push_back({file.lexically_relative(folder).generic_string(),
                        value,
                        part->second,
                        {attribute.at(name)}});
    }
    std::sort(images.begin(), images.end(),
              [](const auto& a, const auto& b) { return a.file < b.file; });
    return images;
  };
}

DatasetReader folder_reader(const FolderLayout& layout) {
  return [layout](const fs::path& folder) {
    std::vector<PathPattern> patterns;
    for (const std::string& pattern : layout.patterns) patterns.emplace_back(pattern);
    std::vector<DatasetImage> images;
    for (const std::string& path : sorted_files(folder)) {
      std::optional<ValueNames> values;
      for (const PathPattern& pattern : patterns) {
        if (!values) values = pattern.match(path);
      }
      if (!values) continue;
      const std::string place = (folder / path).string();
      DatasetImage image;
      image.file = path;
      image.label = name_of(layout.labels, (*values)["label"], place + ": label");
      image.split = layout.split;
      if (image.split.empty()) {
        image.split = name_of(layout.splits, (*values)["split"], place + ": split");
      }
      for (const std::string& attribute : layout.attributes) {
        const auto names = layout.attribute_names.find(attribute);
        image.attributes.push_back(
            name_of(names == layout.attribute_names.end() ? ValueNames() : names->second,
                    (*values)[attribute], place + ": " + attribute));
      }
      images.push_back(std::move(image));
    }
    if (images.empty()) {
      throw Error("{}: no image of the form {}", folder.string(), join(layout.patterns, " or "));
    }
    return images;
  };
}

DatasetReader with_validation(const DatasetReader& read, std::size_t every) {
  return [read, every](const fs::path& folder) {
    std::vector<DatasetImage> images = read(folder);
    std::map<std::vector<std::string>, std::size_t> seen;
    for (DatasetImage& image : images) {
      if (image.split != "train") continue;
      std::vector<std::string> group = image.attributes;
      group.push_back(image.label);
      if (++seen[group] % every == 0) image.split = "val";
    }
    return images;
  };
}

DatasetReader with_held_out(const DatasetReader& read, std::size_t most) {
  return [read, most](const fs::path& folder) {
    std::vector<DatasetImage> images = read(folder);
    std::map<std::vector<std::string>, std::vector<std::pair<std::string, DatasetImage*>>> groups;
    for (DatasetImage& image : images) {
      std::vector<std::string> group = image.attributes;
      group.push_back(image.label);
      groups[group].emplace_back(sha256(image.file), &image);
    }
    for (auto& [group, members] : groups) {
      std::sort(members.begin(), members.end());
      const std::size_t held_out = std::min(most, members.size());
      for (std::size_t i = 0; i < held_out; ++i) {
        members[i].second->split = i < held_out / 3 ? "val" : "test";
      }
    }
    return images;
  };
}

}  // namespace remedy
