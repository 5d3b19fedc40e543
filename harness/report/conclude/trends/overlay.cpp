#include "report/conclude/trends/overlay.h"

#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "core/error.h"
#include "core/file.h"
#include "core/text.h"
#include "report/conclude/trends/overlay_held_out.h"
#include "report/conclude/trends/trend_tests.h"
#include "report/content/fields.h"

namespace remedy {
namespace {

const std::string kCorrectOf = "held_out_correct_of_";
const std::vector<std::string> kFigures = {"top1", "top5", "kl", "held_out"};
const char kWarning[] =
    "Published figures are shown as they stand in the file. Series that share draws of classes and "
    "images are no independent blocks: Page's p is then too small.";

std::optional<double> number(std::string_view text) {
  const std::string copy(text);
  char* end = nullptr;
  const double value = std::strtod(copy.c_str(), &end);
  if (copy.empty() || end != copy.c_str() + copy.size() || !std::isfinite(value)) return {};
  return value;
}

std::vector<std::string> cells_of(std::string_view line) {
  std::vector<std::string> cells;
  for (;;) {
    const std::size_t comma = line.find(',');
    cells.emplace_back(trimmed(line.substr(0, comma)));
    if (comma == std::string_view::npos) return cells;
    line.remove_prefix(comma + 1);
  }
}

struct Column {
  std::string title;  // as the file has it
  std::string key;    // what it is
  double images = 0;  // of counts
};

class Reader {
 public:
  explicit Reader(const std::filesystem::path& file) : file_(file) {}

  Json read() {
    const std::string text = read_file(file_);
    std::string_view rest = text;
    if (rest.substr(0, 3) == "\xEF\xBB\xBF") rest.remove_prefix(3);
    for (int line = 1; !rest.empty(); ++line) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      const std::string_view content = trimmed(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
      if (content.empty() || content.front() == '#') continue;
      columns_.empty() ? header(content, line) : row(content, line);
    }
    if (columns_.empty())
      throw Error("{}: no header row; expected names of columns", file_.string());
    if (series_.empty()) throw Error("{}: no row of figures below the header", file_.string());
    return result();
  }

 private:
  std::string place(int line) const { return fmt::format("{}:{}", file_.string(), line); }

  static std::optional<Column> column_of(const std::string& title) {
    static const std::map<std::string, std::string> keys = {{"anchor_classes", "anchor_classes"},
                                                            {"n_classes", "anchor_classes"},
                                                            {"learning_rate", "learning_rate"},
                                                            {"lr", "learning_rate"},
                                                            {"label", "label"},
                                                            {"top1", "top1"},
                                                            {"top5", "top5"},
                                                            {"kl", "kl"},
                                                            {"held_out", "held_out"}};
    if (const auto found = keys.find(title); found != keys.end())
      return Column{title, found->second};
    if (title.compare(0, kCorrectOf.size(), kCorrectOf) != 0) return std::nullopt;
    const auto images = number(title.substr(kCorrectOf.size()));
    if (!images || *images < 1 || *images != std::floor(*images)) return std::nullopt;
    return Column{title, "held_out", *images};
  }

  void header(std::string_view content, int line) {
    std::set<std::string> keys;
    for (const std::string& title : cells_of(content)) {
      const auto column = column_of(title);
      if (!column) {
        throw Error(
            "{}: column \"{}\" is not known{}; columns are anchor_classes (or n_classes), "
            "learning_rate (or lr), label, top1, top5, kl, held_out (or held_out_correct_of_<K>)",
            place(line), title,
            did_you_mean(title, {"anchor_classes", "n_classes", "learning_rate", "lr", "label",
                                 "top1", "top5", "kl", "held_out"}));
      }
      if (!keys.insert(column->key).second) {
        throw Error("{}: column \"{}\" says what another one says: keep one of them", place(line),
                    title);
      }
      columns_.push_back(*column);
    }
    if (keys.count("anchor_classes") == 0) {
      throw Error("{}: no column anchor_classes (or n_classes) with N", place(line));
    }
    for (const std::string& figure : kFigures) {
      if (keys.count(figure) > 0) shown_.push_back(figure);
    }
    if (shown_.empty()) {
      throw Error("{}: no figures; expected at least one of the columns {}", place(line),
                  join(kFigures, ", "));
    }
  }

  [[noreturn]] void refuse(int line, const Column& column, const std::string& cell,
                           const std::string& expected) const {
    throw Error("{}: column {}: found \"{}\", expected {}", place(line), column.title, cell,
                expected);
  }

  Json figure(const Column& column, const std::string& cell, int line) const {
    if (cell.empty()) return nullptr;
    const auto value = number(cell);
    if (column.images > 0) {
      if (!value || *value < 0 || *value > column.images || *value != std::floor(*value)) {
        refuse(line, column, cell, fmt::format("a count from 0 to {}", column.images));
      }
      return *value / column.images;
    }
    if (column.key == "kl") {
      if (!value || *value < 0) refuse(line, column, cell, "nats, a number that is not negative");
    } else if (!value || *value < 0 || *value > 1) {
      refuse(line, column, cell, "a fraction between 0 and 1");
    }
    return *value;
  }

  void row(std::string_view content, int line) {
    const std::vector<std::string> cells = cells_of(content);
    if (cells.size() != columns_.size()) {
      throw Error("{}: {} cells where the header has {}", place(line), cells.size(),
                  columns_.size());
    }
    std::string label;
    Json rate, point = {{"anchor_classes", nullptr}};
    for (const std::string& key : shown_) point[key] = nullptr;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const Column& column = columns_[i];
      const auto value = number(cells[i]);
      if (column.key == "label") {
        label = cells[i];
      } else if (column.key == "learning_rate") {
        if (!value || *value <= 0) refuse(line, column, cells[i], "a number above 0");
        rate = *value;
      } else if (column.key == "anchor_classes") {
        if (!value || *value < 1 || *value != std::floor(*value) || *value > 1e9) {
          refuse(line, column, cells[i], "a whole number above 0");
        }
        point[column.key] = static_cast<std::int64_t>(*value);
      } else {
        point[column.key] = figure(column, cells[i], line);
      }
    }
    const auto n = point["anchor_classes"].get<std::int64_t>();
    auto& points = series_[{label, rate.is_null() ? 0.0 : rate.get<double>()}];
    if (!points.insert({n, std::move(point)}).second) {
      throw Error("{}: a second row for the same series and N = {}", place(line), n);
    }
  }

  // A column of one series, nothing where a cell is empty.
  static std::vector<double> values_of(const Json& points, const std::string& column) {
    std::vector<double> values;
    for (const Json& point : points) {
      if (point[column].is_null()) return {};
      values.push_back(point[column]);
    }
    return values;
  }

  Json trends_of(const Json& series) const {
    Json trends = Json::array();
    const auto n_of = [](const Json& one) { return values_of(one["points"], "anchor_classes"); };
    for (const std::string& column : shown_) {
      Json spearman = Json::array();
      std::vector<std::vector<double>> blocks;
      for (const Json& one : series) {
        const std::vector<double> values = values_of(one["points"], column);
        spearman.push_back(values.empty() ? Json{{"rho", nullptr}, {"p", nullptr}}
                                          : spearman_with_n(n_of(one), values));
        if (!values.empty() && n_of(one) == n_of(series.front())) blocks.push_back(values);
      }
      const bool testable =
          blocks.size() == series.size() && blocks.size() > 1 && blocks.front().size() > 1;
      trends.push_back({{"column", column},
                        {"spearman", std::move(spearman)},
                        {"page", testable ? page_both_ways(blocks) : Json(nullptr)}});
    }
    return trends;
  }

  Json result() const {
    Json series = Json::array(), held_out_images;
    for (const Column& column : columns_) {
      if (column.images > 0) held_out_images = static_cast<std::int64_t>(column.images);
    }
    for (const auto& [key, by_n] : series_) {
      Json points = Json::array();
      for (const auto& [n, point] : by_n) points.push_back(point);
      series.push_back({{"learning_rate", key.second > 0 ? Json(key.second) : Json(nullptr)},
                        {"label", key.first},
                        {"points", std::move(points)}});
    }
    Json overlay = {{"title", file_.stem().string()},
                    {"file", file_.filename().string()},
                    {"columns", shown_},
                    {"held_out_images", held_out_images},
                    {"series", series}};
    overlay["trends"] = trends_of(series);
    overlay["held_out"] = overlay_held_out(overlay);
    overlay["warning"] = kWarning;
    return overlay;
  }

  std::filesystem::path file_;
  std::vector<Column> columns_;
  std::vector<std::string> shown_;  // keys of figures
  std::map<std::pair<std::string, double>, std::map<std::int64_t, Json>> series_;
};

}  // namespace

Json read_overlay(const std::filesystem::path& file, const std::string& title) {
  Json overlay = Reader(file).read();
  if (!title.empty()) overlay["title"] = title;
  return overlay;
}

}  // namespace remedy
