#include "report/content/fields.h"

#include <cmath>

namespace remedy {

const Json* find_member(const Json& json, const std::string& name) {
  if (!json.is_object()) return nullptr;
  const auto found = json.find(name);
  return found == json.end() ? nullptr : &*found;
}

const Json* find_field(const Json& json, std::string_view path) {
  const Json* at = &json;
  while (at != nullptr) {
    const std::size_t dot = path.find('.');
    at = find_member(*at, std::string(path.substr(0, dot)));
    if (dot == std::string_view::npos) break;
    path.remove_prefix(dot + 1);
  }
  return at;
}

std::optional<double> number_at(const Json& json, std::string_view path) {
  const Json* value = find_field(json, path);
  if (value == nullptr || !value->is_number()) return std::nullopt;
  const double number = value->get<double>();
  if (!std::isfinite(number)) return std::nullopt;
  return number;
}

std::optional<std::int64_t> count_at(const Json& json, std::string_view path) {
  const Json* value = find_field(json, path);
  if (value == nullptr || !value->is_number_integer()) return std::nullopt;
  const auto number = value->get<std::int64_t>();
  if (number < 0) return std::nullopt;
  return number;
}

std::optional<bool> flag_at(const Json& json, std::string_view path) {
  const Json* value = find_field(json, path);
  if (value == nullptr || !value->is_boolean()) return std::nullopt;
  return value->get<bool>();
}

std::string text_at(const Json& json, std::string_view path, const std::string& otherwise) {
  const Json* value = find_field(json, path);
  return value != nullptr && value->is_string() ? value->get<std::string>() : otherwise;
}

}  // namespace remedy
