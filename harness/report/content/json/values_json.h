// What all of a report's JSON has in common.
#pragma once

#include <cmath>
#include <map>
#include <optional>
#include <string>

#include "core/catalogue.h"
#include "core/json.h"
#include "report/content/reliability.h"
#include "report/content/setting.h"
#include "report/content/spread.h"
#include "statistics/intervals.h"

namespace remedy {

// null where there is no value, or no finite one.
inline Json or_null(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }
template <typename T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}
inline Json text_or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

// [low, high]
inline Json interval_json(const statistics::Interval& interval) {
  return Json::array({interval.low, interval.high});
}
// null where an end is not finite.
inline Json finite_interval_json(const statistics::Interval& interval) {
  return std::isfinite(interval.low) && std::isfinite(interval.high) ? interval_json(interval)
                                                                     : Json(nullptr);
}
inline Json or_null(const std::optional<statistics::Interval>& interval) {
  return interval ? interval_json(*interval) : Json(nullptr);
}

// A list of [images, confidence, accuracy]; empty bins are left out.
Json reliability_json(const Reliability& reliability);
Json parameters_json(const std::map<std::string, ParameterValue>& parameters);
// {label, parameters}, or null.
// null for none, one by itself, several as a list.
Json setting_places_json(const std::vector<std::size_t>& settings);
Json parents_json(const std::vector<ParentSetting>& parents);
// {planned, with_result, reached, not_reached, failed, missing}
Json counts_json(const TrialCounts& trials);
// {trials, units, mean, min, max, sd, interval, holds_for}, or null.
Json spread_json(const std::optional<Spread>& spread);

}  // namespace remedy
