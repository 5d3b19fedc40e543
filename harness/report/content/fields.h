// Reading JSON that may be damaged: what is absent or of another kind is nothing, never a crash.
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/json.h"

namespace remedy {

// The value at a path through nested objects, its names separated by dots ("kl.mean"), or nullptr.
const Json* find_field(const Json& json, std::string_view path);

// The member of that very name, dots and all, or nullptr.
const Json* find_member(const Json& json, const std::string& name);

// As find_field; nothing where the value is of another kind. Numbers are finite.
std::optional<double> number_at(const Json& json, std::string_view path);
std::optional<std::int64_t> count_at(const Json& json, std::string_view path);  // not negative
std::optional<bool> flag_at(const Json& json, std::string_view path);
std::string text_at(const Json& json, std::string_view path, const std::string& otherwise = "");

// A text without its quotes, anything else as JSON.
inline std::string text_of(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

// null where there is no value, or no finite one.
inline Json or_null(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }
template <typename T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

}  // namespace remedy
