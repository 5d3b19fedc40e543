// A remediation's parameters: the table a plugin declares, and the values it is given.
// No torch here: the harness validates a study against the same table.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

namespace remedy {

enum class ParameterKind : std::int32_t { kReal, kInteger, kFlag, kChoice, kText, kNumbers };

// One row of the table. Plain C types: it crosses the plugin boundary before anything is trusted.
struct ParameterSpec {
  const char* name = nullptr;
  ParameterKind kind = ParameterKind::kReal;
  bool optional = false;  // null is allowed in a study, and is the default
  double number = 0;      // the default of a real, an integer or a flag
  const char* text =
      nullptr;  // the default of a choice, of a text, of numbers (with spaces between)
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool low_open = false;  // `low` itself is not allowed
  bool high_open = false;
  const char* choices = nullptr;  // separated by '|'
  const char* documentation = nullptr;
  // The value at which the remediation returns the baseline bit for bit, or NaN: none is claimed.
  double identity_at = std::numeric_limits<double>::quiet_NaN();
  // Bits of remedy::uses: what is used besides where the value is not the default.
  std::uint32_t uses = 0;
};

struct Range {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool low_open = false;
  bool high_open = false;
};

inline constexpr Range kAny{};
// NOLINTBEGIN(readability-identifier-naming): read as words in a plugin's table
inline constexpr Range positive{0, std::numeric_limits<double>::infinity(), true, false};
inline constexpr Range non_negative{0, std::numeric_limits<double>::infinity(), false, false};
inline constexpr Range fraction{0, 1, false, false};
// NOLINTEND(readability-identifier-naming)
constexpr Range at_least(double low) { return {low}; }
constexpr Range between(double low, double high) { return {low, high}; }

constexpr ParameterSpec real(const char* name, double value, Range range, const char* doc) {
  return {name,      ParameterKind::kReal, false,          value,           nullptr,
          range.low, range.high,           range.low_open, range.high_open, /*choices=*/nullptr,
          doc};
}

// The row of a number, with the claim that at `value` the remediation returns the baseline bit for
// bit, whatever the others are. `remedy check` holds it to that.
constexpr ParameterSpec identity_at(double value, ParameterSpec row) {
  row.identity_at = value;
  return row;
}

// A real that may be left unset; Parameters::optional_real then returns nothing.
constexpr ParameterSpec optional_real(const char* name, Range range, const char* doc) {
  ParameterSpec spec = real(name, 0, range, doc);
  spec.optional = true;
  return spec;
}

constexpr ParameterSpec integer(const char* name, std::int64_t value, Range range,
                                const char* doc) {
  ParameterSpec spec = real(name, static_cast<double>(value), range, doc);
  spec.kind = ParameterKind::kInteger;
  return spec;
}

constexpr ParameterSpec flag(const char* name, bool value, const char* doc) {
  ParameterSpec spec = real(name, value ? 1 : 0, Range{}, doc);
  spec.kind = ParameterKind::kFlag;
  return spec;
}

// choice("optimizer", "sgd", "sgd|adam|adamw", "…")
constexpr ParameterSpec choice(const char* name, const char* value, const char* choices,
                               const char* doc) {
  ParameterSpec spec = real(name, 0, Range{}, doc);
  spec.kind = ParameterKind::kChoice;
  spec.text = value;
  spec.choices = choices;
  return spec;
}

// Any text. In a study, what reads as a number or as true or false stands in quotes.
constexpr ParameterSpec text(const char* name, const char* value, const char* doc) {
  ParameterSpec spec = real(name, 0, Range{}, doc);
  spec.kind = ParameterKind::kText;
  spec.text = value;
  return spec;
}

// A list of numbers, at least one, each in `range`: numbers("scales", "0.5 1 2", positive, "…"). In
// a study it is a list, and a list of lists is swept.
constexpr ParameterSpec numbers(const char* name, const char* value, Range range, const char* doc) {
  ParameterSpec spec = real(name, 0, range, doc);
  spec.kind = ParameterKind::kNumbers;
  spec.text = value;
  return spec;
}

using ParameterValue =
    std::variant<std::monostate, bool, std::int64_t, double, std::string, std::vector<double>>;

// The validated values of one trial, every row of the table among them. Asking for a name or a kind
// that the table does not have is a mistake in the plugin: std::logic_error.
class Parameters {
 public:
  Parameters() = default;
  explicit Parameters(std::map<std::string, ParameterValue> values) : values_(std::move(values)) {}

  double real(const std::string& name) const { return get<double>(name, "real"); }
  std::int64_t integer(const std::string& name) const { return get<std::int64_t>(name, "integer"); }
  bool flag(const std::string& name) const { return get<bool>(name, "flag"); }
  const std::string& choice(const std::string& name) const {
    return get<std::string>(name, "choice");
  }
  const std::string& text(const std::string& name) const { return get<std::string>(name, "text"); }
  const std::vector<double>& numbers(const std::string& name) const {
    return get<std::vector<double>>(name, "numbers");
  }
  std::optional<double> optional_real(const std::string& name) const {
    if (std::holds_alternative<std::monostate>(at(name))) return std::nullopt;
    return real(name);
  }
  // Whether the table has such a row.
  bool has(const std::string& name) const { return values_.count(name) > 0; }
  const std::map<std::string, ParameterValue>& values() const { return values_; }

 private:
  const ParameterValue& at(const std::string& name) const {
    const auto found = values_.find(name);
    if (found == values_.end()) {
      throw std::logic_error("the plugin reads parameter '" + name +
                             "', which its own table does not declare");
    }
    return found->second;
  }
  template <typename T>
  const T& get(const std::string& name, const char* kind) const {
    if (const T* value = std::get_if<T>(&at(name))) return *value;
    throw std::logic_error("the plugin reads parameter '" + name + "' as " + kind +
                           ", which is not the kind its table declares");
  }

  std::map<std::string, ParameterValue> values_;
};

}  // namespace remedy
