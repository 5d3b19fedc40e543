#include "report/input/overlay_reader.h"

#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "core/error.h"
#include "core/file.h"
#include "core/text.h"

namespace remedy {
namespace {

const std::string kCorrectOf = "held_out_correct_of_";

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

  Overlay read() {
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
    for (const OverlayFigure figure : kOverlayFigures) {
      if (keys.count(to_string(figure)) > 0) shown_.push_back(figure);
    }
    if (shown_.empty()) {
      throw Error("{}: no figures; expected at least one of the columns top1, top5, kl, held_out",
                  place(line));
    }
  }

  [[noreturn]] void refuse(int line, const Column& column, const std::string& cell,
                           const std::string& expected) const {
    throw Error("{}: column {}: found \"{}\", expected {}", place(line), column.title, cell,
                expected);
  }

  std::optional<double> figure(const Column& column, const std::string& cell, int line) const {
    if (cell.empty()) return std::nullopt;
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
    double rate = 0;  // not given
    OverlayPoint point;
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
        point.anchor_classes = static_cast<std::int64_t>(*value);
      } else {
        for (const OverlayFigure shown : shown_) {
          if (column.key != to_string(shown)) continue;
          point.figures[static_cast<std::size_t>(shown)] = figure(column, cells[i], line);
        }
      }
    }
    if (!series_[{label, rate}].emplace(point.anchor_classes, point).second) {
      throw Error("{}: a second row for the same series and N = {}", place(line),
                  point.anchor_classes);
    }
  }

  Overlay result() const {
    Overlay overlay;
    overlay.title = file_.stem().string();
    overlay.file = file_.filename().string();
    overlay.columns = shown_;
    for (const Column& column : columns_) {
      if (column.images > 0) overlay.held_out_images = static_cast<std::int64_t>(column.images);
    }
    for (const auto& [key, by_n] : series_) {
      OverlaySeries series;
      if (key.second > 0) series.learning_rate = key.second;
      series.label = key.first;
      for (const auto& [n, point] : by_n) series.points.push_back(point);
      overlay.series.push_back(std::move(series));
    }
    return overlay;
  }

  std::filesystem::path file_;
  std::vector<Column> columns_;
  std::vector<OverlayFigure> shown_;
  std::map<std::pair<std::string, double>, std::map<std::int64_t, OverlayPoint>> series_;
};

}  // namespace

Overlay read_overlay(const std::filesystem::path& file, const std::string& title) {
  Overlay overlay = Reader(file).read();
  if (!title.empty()) overlay.title = title;
  return overlay;
}

}  // namespace remedy
