#include "report/words/cells.h"

#include <fmt/format.h>

#include <cmath>

#include "core/json.h"

namespace remedy {
namespace {

std::string number_text(double value, Unit unit) {
  switch (unit) {
    case Unit::kShare:
    case Unit::kRatio:
      return fixed(100 * value, 1);
    case Unit::kPoints:
      return fixed(value, 1);
    case Unit::kNats:
      return fixed(value, 3);
    case Unit::kCount:
      return fixed(value, value == std::round(value) ? 0 : 1);
    case Unit::kP:
      if (value < 0.001) return "<0.001";
      return value < 1 && fixed(value, 3) == "1.000" ? ">0.999" : fixed(value, 3);
  }
  return kNone;
}

}  // namespace

std::string fixed_cell(double value, int decimals) {
  return std::isfinite(value) ? fixed(value, decimals) : kNone;
}

std::string number_cell(double value, Unit unit) {
  return std::isfinite(value) ? number_text(value, unit) : kNone;
}

std::string number_cell(const std::optional<double>& value, Unit unit) {
  return value ? number_cell(*value, unit) : kNone;
}

std::string interval_cell(const std::optional<statistics::Interval>& interval, Unit unit) {
  if (!interval) return "";
  return fmt::format("[{}, {}]", number_cell(interval->low, unit),
                     number_cell(interval->high, unit));
}

std::string spread_cell(const std::optional<Spread>& spread, Unit unit, int expected) {
  if (!spread) return kNone;
  std::string text = number_cell(spread->mean, unit);
  if (unit == Unit::kP) {
    const std::string low = number_cell(spread->min, unit), high = number_cell(spread->max, unit);
    text = low == high ? low : low + " to " + high;
  } else if (spread->interval) {
    text += " " + interval_cell(spread->interval, unit);
  }
  const auto trials = static_cast<int>(spread->trials);
  if (trials < expected) text += fmt::format(", {} of {}", trials, expected);
  return text;
}

std::string plain_number(double value) { return Json(value).dump(); }

}  // namespace remedy
