#include "core/study/yaml/scalars.h"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <utility>
#include <vector>

namespace remedy {
namespace {

// A number followed by one of the units; no unit stands for the factor 1.
std::optional<double> parse_quantity(const std::string& text,
                                     const std::vector<std::pair<std::string, double>>& units) {
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  if (end == text.c_str() || !std::isfinite(number) || number <= 0) return std::nullopt;
  std::string unit = end;
  unit.erase(std::remove(unit.begin(), unit.end(), ' '), unit.end());
  if (unit.empty()) return number;
  for (const auto& [name, factor] : units) {
    if (unit == name) return number * factor;
  }
  return std::nullopt;
}

}  // namespace

std::string expand_environment(const std::string& text, std::string& missing) {
  std::string result;
  std::size_t at = 0;
  for (;;) {
    const std::size_t open = text.find("${", at);
    const std::size_t close = open == std::string::npos ? open : text.find('}', open);
    if (close == std::string::npos) return result + text.substr(at);
    result += text.substr(at, open - at);
    const std::string inside = text.substr(open + 2, close - open - 2);
    const std::size_t fallback = inside.find(":-");
    const std::string name = inside.substr(0, fallback);
    const char* value = std::getenv(name.c_str());
    if (value != nullptr && *value != '\0') {
      result += value;
    } else if (fallback != std::string::npos) {
      result += inside.substr(fallback + 2);
    } else {
      missing = name;
    }
    at = close + 1;
  }
}

std::optional<std::int64_t> parse_integer(const std::string& text) {
  char* end = nullptr;
  errno = 0;
  const long long value = std::strtoll(text.c_str(), &end, 10);
  if (text.empty() || *end != '\0' || errno != 0 || std::isspace(text.front())) return std::nullopt;
  return value;
}

std::optional<double> parse_real(const std::string& text) {
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (text.empty() || *end != '\0' || !std::isfinite(value) || std::isspace(text.front())) {
    return std::nullopt;
  }
  return value;
}

std::optional<double> parse_seconds(const std::string& text) {
  return parse_quantity(text,
                        {{"s", 1}, {"sec", 1}, {"min", 60}, {"m", 60}, {"h", 3600}, {"d", 86400}});
}

std::optional<std::uint64_t> parse_bytes(const std::string& text) {
  const auto value = parse_quantity(text, {{"B", 1},
                                           {"kB", 1e3},
                                           {"MB", 1e6},
                                           {"GB", 1e9},
                                           {"KiB", 1024.0},
                                           {"MiB", 1024.0 * 1024},
                                           {"GiB", 1024.0 * 1024 * 1024}});
  if (!value || *value > 1e18) return std::nullopt;
  return static_cast<std::uint64_t>(*value);
}

}  // namespace remedy
