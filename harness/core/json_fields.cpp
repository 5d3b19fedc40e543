#include "core/json_fields.h"

#include <algorithm>
#include <cmath>

#include "core/catalogue.h"
#include "core/error.h"
#include "core/text.h"

namespace remedy {
namespace {

// As it stands in the file, cut where it is long.
std::string found_text(const Json& value) {
  constexpr std::size_t kMost = 60;
  std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
  if (text.size() > kMost) text = text.substr(0, kMost) + "…";
  return text;
}

std::string number_text(const char* kind, const Bounds& bounds) {
  if (bounds.low == bounds.high) return fmt::format("{}", bounds.low);
  if (std::isfinite(bounds.low) && std::isfinite(bounds.high)) {
    return fmt::format("{} from {} to {}", kind, bounds.low, bounds.high);
  }
  return std::isfinite(bounds.low) ? fmt::format("{} of at least {}", kind, bounds.low) : kind;
}

}  // namespace

std::string JsonPlace::path() const {
  if (parent_ == nullptr) return {};
  const std::string before = parent_->path();
  if (key_.data() == nullptr) return fmt::format("{}[{}]", before, index_);
  return before.empty() ? std::string(key_) : fmt::format("{}.{}", before, key_);
}

void JsonPlace::fail(const std::string& expected) const {
  const std::string where = parent_ == nullptr ? "the document" : path();
  if (value_ == nullptr) throw Error("{} is missing, expected {}", where, expected);
  throw Error("{} is {}, expected {}", where, found_text(*value_), expected);
}

void read_value(const JsonPlace& place, bool& value) {
  if (place.value() == nullptr || !place.value()->is_boolean()) place.fail("true or false");
  value = place.value()->get<bool>();
}

void read_value(const JsonPlace& place, double& value, const Bounds& bounds) {
  const Json* json = place.value();
  const bool number = json != nullptr && json->is_number();
  if (number) value = json->get<double>();
  if (!number || !std::isfinite(value) || value < bounds.low || value > bounds.high) {
    place.fail(number_text("a number", bounds));
  }
}

void read_value(const JsonPlace& place, std::int64_t& value, const Bounds& bounds) {
  const Json* json = place.value();
  bool whole = json != nullptr && json->is_number_integer();
  if (whole && json->is_number_unsigned()) {
    constexpr std::uint64_t kMost = std::numeric_limits<std::int64_t>::max();
    whole = json->get<std::uint64_t>() <= kMost;
  }
  if (whole) value = json->get<std::int64_t>();
  const auto number = static_cast<double>(value);
  if (!whole || number < bounds.low || number > bounds.high) {
    place.fail(number_text("a whole number", bounds));
  }
}

void read_value(const JsonPlace& place, std::string& value) {
  if (place.value() == nullptr || !place.value()->is_string()) place.fail("a text");
  value = place.value()->get<std::string>();
}

void read_value(const JsonPlace& place, std::string& value, NotEmpty) {
  if (place.value() == nullptr || !place.value()->is_string()) place.fail("a text");
  value = place.value()->get<std::string>();
  if (value.empty()) place.fail("a text that is not empty");
}

void read_value(const JsonPlace& place, ParameterValue& value) {
  const Json* json = place.value();
  const bool numbers =
      json != nullptr && json->is_array() && !json->empty() &&
      std::all_of(json->begin(), json->end(), [](const Json& one) { return one.is_number(); });
  if (json == nullptr || (json->is_structured() && !numbers)) {
    place.fail("a number, a text, true, false, null or a list of numbers");
  }
  value = value_from_json(*json);
}

void read_value(const JsonPlace& place, Json& value) {
  if (place.value() == nullptr) place.fail("any value");
  value = *place.value();
}

Json write_value(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json write_value(const ParameterValue& value) { return to_json(value); }

Json one_or_several_json(const std::vector<std::string>& texts) {
  if (texts.empty()) return nullptr;
  return texts.size() == 1 ? Json(texts.front()) : Json(texts);
}

FieldReader::FieldReader(const JsonPlace& place) : place_(place) {
  if (place.value() == nullptr || !place.value()->is_object()) place.fail("an object");
  next_ = place.value()->begin();
}

void FieldReader::one_or_several(const char* key, std::vector<std::string>& texts) {
  const Json* member = take(key);
  texts.clear();
  if (member == nullptr || member->is_null()) return;
  const JsonPlace place(member, place_, key);
  if (!member->is_array()) return read_value(place, texts.emplace_back(), NotEmpty());
  for (const Json& entry : *member) {
    read_value(JsonPlace(entry, place, texts.size()), texts.emplace_back(), NotEmpty());
  }
  if (texts.size() < 2) place.fail("a text, or a list of at least two");
}

const Json* FieldReader::take(const char* key) {
  known_.emplace_back(key);
  const Json& object = *place_.value();
  if (next_ == object.end() || next_.key() != key) {
    const auto found = object.find(key);
    if (found == object.end()) return nullptr;
    next_ = found;
  }
  const Json& member = *next_;
  ++next_;
  ++taken_;
  return &member;
}

void FieldReader::finish() const {
  if (taken_ == place_.value()->size()) return;
  const std::vector<std::string> known(known_.begin(), known_.end());
  for (const auto& [key, member] : place_.value()->items()) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    throw Error("{} is no key that this version of Remedy knows{}",
                JsonPlace(&member, place_, key).path(), did_you_mean(key, known));
  }
}

}  // namespace remedy
