// Numbers as tables and sentences show them.
#pragma once

#include <optional>
#include <string>

#include "report/content/figures.h"
#include "report/content/number_text.h"
#include "report/content/spread.h"
#include "statistics/intervals.h"

namespace remedy {

// In place of a value that does not apply or is not known.
inline constexpr char kNone[] = "–";

// "–" for what is not known, or not finite.
std::string fixed_cell(double value, int decimals);

// Shares and ratios in percent with 1 decimal, points with 1, nats with 3, counts as they are or
// with 1, p with 3 ("<0.001", ">0.999"). "–" for what is not known.
std::string number_cell(double value, Unit unit);
std::string number_cell(const std::optional<double>& value, Unit unit);
// [62.1, 96.3], as number_cell() has the ends; empty where there is none.
std::string interval_cell(const std::optional<statistics::Interval>& interval,
                          Unit unit = Unit::kShare);
// A spread of a setting: its mean and 95 % interval, "93.3 [70.2, 98.8]", the mean alone where
// there is no interval; of p-values, which have no mean, the range; and how many trials it was
// taken over where these are fewer than `expected`: "84.0, 4 of 5".
std::string spread_cell(const std::optional<Spread>& spread, Unit unit, int expected);

// As it stands in JSON: the shortest text that reads back equal.
std::string plain_number(double value);

// What marks the published protocol wherever it is shown.
inline constexpr char kDagger[] = "†";
inline constexpr char kPublishedProtocol[] = "published protocol: stopped on a reported suite";

}  // namespace remedy
