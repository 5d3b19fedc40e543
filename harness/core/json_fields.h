// Structs to JSON and back, by one list of fields for both ways. A struct S has a function template
//
//   template <typename Fields>
//   void list_fields(Fields& fields, S& s) {
//     fields.required("images", s.images, kCount);
//     fields.nullable("retention", s.retention, kNotNegative);
//   }
//
// in namespace remedy; then write_value(s) is its JSON and read_value(place, s) reads it, and
// refuses what is missing, unknown, of another type or out of range. Messages name the path, what
// was found and what was expected.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/json.h"
#include "core/named.h"
#include "remedy/parameters.h"

namespace remedy {

// A value within a JSON document, perhaps absent, and the path to it.
class JsonPlace {
 public:
  explicit JsonPlace(const Json& document) : value_(&document) {}
  // `value` may be nullptr: the member is missing. `parent` and `key` must outlive the object.
  JsonPlace(const Json* value, const JsonPlace& parent, std::string_view key)
      : value_(value), parent_(&parent), key_(key) {}
  JsonPlace(const Json& value, const JsonPlace& parent, std::size_t index)
      : value_(&value), parent_(&parent), index_(index) {}

  const Json* value() const { return value_; }
  // "suites.validation.top1", "refused[0].what"; empty for the whole document.
  std::string path() const;
  // Throws Error: "suites.validation.top1 is 1.2, expected a number from 0 to 1".
  [[noreturn]] void fail(const std::string& expected) const;

 private:
  const Json* value_;
  const JsonPlace* parent_ = nullptr;
  std::string_view key_;
  std::size_t index_ = 0;
};

// Which numbers are allowed.
struct Bounds {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
};

inline constexpr Bounds kShare{0, 1};
inline constexpr Bounds kDifference{-1, 1};  // of two shares
inline constexpr Bounds kNotNegative{0};
inline constexpr Bounds kCount{0};
inline constexpr Bounds kAtLeastOne{1};
inline constexpr Bounds kNats{-1e-6};  // a sum of float32 may round below 0

struct NotEmpty {};
// Of a list: how many entries it may have.
struct AtMost {
  std::size_t entries = 0;
};

void read_value(const JsonPlace& place, bool& value);
void read_value(const JsonPlace& place, double& value, const Bounds& bounds = {});
void read_value(const JsonPlace& place, std::int64_t& value, const Bounds& bounds = {});
void read_value(const JsonPlace& place, std::string& value);
void read_value(const JsonPlace& place, std::string& value, NotEmpty);
void read_value(const JsonPlace& place, ParameterValue& value);
void read_value(const JsonPlace& place, Json& value);  // any JSON

// One of these words, as to_string() spells them.
template <typename Enum>
void read_word(const JsonPlace& place, Enum& value, const std::vector<Enum>& all) {
  std::string words;
  for (const Enum one : all) {
    if (place.value() != nullptr && *place.value() == to_string(one)) {
      value = one;
      return;
    }
    words += (words.empty() ? "one of " : ", ") + std::string(to_string(one));
  }
  place.fail(words);
}

inline Json write_value(bool value) { return value; }
Json write_value(double value);  // null where it is not finite
inline Json write_value(std::int64_t value) { return value; }
inline Json write_value(const std::string& value) { return value; }
Json write_value(const ParameterValue& value);
template <typename T>
Json write_value(const std::vector<T>& list);
template <typename T>
Json write_value(const Named<T>& values);
template <typename T>
Json write_value(const std::map<std::string, T>& values);

// null for none, one by itself, several as a list.
Json one_or_several_json(const std::vector<std::string>& texts);

class FieldReader {
 public:
  // Throws Error where the place is no object.
  explicit FieldReader(const JsonPlace& place);

  template <typename T, typename... How>
  void required(const char* key, T& value, const How&... how) {
    read_value(JsonPlace(take(key), place_, key), value, how...);
  }
  // Has to be there too.
  template <typename T, typename... How>
  void required(const char* key, std::optional<T>& value, const How&... how) {
    required(key, value.emplace(), how...);
  }
  // Has to be there; null for nothing.
  template <typename T, typename... How>
  void nullable(const char* key, std::optional<T>& value, const How&... how) {
    const Json* member = take(key);
    value.reset();
    if (member != nullptr && member->is_null()) return;
    read_value(JsonPlace(member, place_, key), value.emplace(), how...);
  }
  // Absent for nothing.
  template <typename T, typename... How>
  void optional(const char* key, std::optional<T>& value, const How&... how) {
    const Json* member = take(key);
    value.reset();
    if (member == nullptr) return;
    read_value(JsonPlace(member, place_, key), value.emplace(), how...);
  }
  // Absent or null for nothing. It is written as null where `written` says so, else left out.
  template <typename T, typename... How>
  void absent_or_null(const char* key, std::optional<T>& value, bool /*written*/,
                      const How&... how) {
    const Json* member = take(key);
    value.reset();
    if (member == nullptr || member->is_null()) return;
    read_value(JsonPlace(member, place_, key), value.emplace(), how...);
  }
  // A list or map that is left out where it is empty.
  template <typename List, typename... How>
  void unless_empty(const char* key, List& list, const How&... how) {
    const Json* member = take(key);
    if (member == nullptr) return;
    const JsonPlace place(member, place_, key);
    read_value(place, list, how...);
    if (list.empty()) place.fail("at least one entry, or no such key");
  }
  // Texts: absent or null for none, one by itself, several as a list.
  void one_or_several(const char* key, std::vector<std::string>& texts);

  // Throws Error where there are fields that were not asked for.
  void finish() const;

 private:
  const Json* take(const char* key);

  const JsonPlace& place_;
  Json::const_iterator next_;  // where the next field is, if they stand in order
  std::vector<std::string_view> known_;
  std::size_t taken_ = 0;
};

class FieldWriter {
 public:
  template <typename T, typename... How>
  void required(const char* key, const T& value, const How&...) {
    json_[key] = write_value(value);
  }
  template <typename T, typename... How>
  void required(const char* key, const std::optional<T>& value, const How&...) {
    if (value) json_[key] = write_value(*value);
  }
  template <typename T, typename... How>
  void nullable(const char* key, const std::optional<T>& value, const How&...) {
    json_[key] = value ? write_value(*value) : Json(nullptr);
  }
  template <typename T, typename... How>
  void optional(const char* key, const std::optional<T>& value, const How&...) {
    if (value) json_[key] = write_value(*value);
  }
  template <typename T, typename... How>
  void absent_or_null(const char* key, const std::optional<T>& value, bool written, const How&...) {
    if (value || written) nullable(key, value);
  }
  template <typename List, typename... How>
  void unless_empty(const char* key, const List& list, const How&...) {
    if (!list.empty()) json_[key] = write_value(list);
  }
  void one_or_several(const char* key, const std::vector<std::string>& texts) {
    if (!texts.empty()) json_[key] = one_or_several_json(texts);
  }

  Json take() { return std::move(json_); }

 private:
  Json json_ = Json::object();
};

template <typename T>
auto read_value(const JsonPlace& place, T& value)
    -> decltype(list_fields(std::declval<FieldReader&>(), value)) {
  FieldReader fields(place);
  list_fields(fields, value);
  fields.finish();
}

template <typename T>
auto write_value(const T& value)
    -> decltype(list_fields(std::declval<FieldWriter&>(), const_cast<T&>(value)), Json()) {
  FieldWriter fields;
  list_fields(fields, const_cast<T&>(value));  // a writer changes nothing
  return fields.take();
}

template <typename T>
void read_value(const JsonPlace& place, std::vector<T>& list) {
  if (place.value() == nullptr || !place.value()->is_array()) place.fail("a list");
  for (const Json& entry : *place.value()) {
    const std::size_t index = list.size();
    read_value(JsonPlace(entry, place, index), list.emplace_back());
  }
}

template <typename T>
void read_value(const JsonPlace& place, std::vector<T>& list, AtMost most) {
  read_value(place, list);
  if (list.size() > most.entries) {
    place.fail("at most " + std::to_string(most.entries) + " entries");
  }
}

template <typename T>
Json write_value(const std::vector<T>& list) {
  Json json = Json::array();
  for (const T& entry : list) json.push_back(write_value(entry));
  return json;
}

template <typename T, typename... How>
void read_value(const JsonPlace& place, Named<T>& values, const How&... how) {
  if (place.value() == nullptr || !place.value()->is_object()) place.fail("an object");
  for (const auto& [name, entry] : place.value()->items()) {
    read_value(JsonPlace(&entry, place, name), values.emplace_back(name, T()).second, how...);
  }
}

template <typename T>
Json write_value(const Named<T>& values) {
  Json json = Json::object();
  for (const auto& [name, value] : values) json[name] = write_value(value);
  return json;
}

template <typename T>
void read_value(const JsonPlace& place, std::map<std::string, T>& values) {
  if (place.value() == nullptr || !place.value()->is_object()) place.fail("an object");
  for (const auto& [name, entry] : place.value()->items()) {
    read_value(JsonPlace(&entry, place, name), values[name]);
  }
}

template <typename T>
Json write_value(const std::map<std::string, T>& values) {
  Json json = Json::object();
  for (const auto& [name, value] : values) json[name] = write_value(value);
  return json;
}

}  // namespace remedy
