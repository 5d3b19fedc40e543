#include "model/checkpoint/safetensors_header.h"

#include <algorithm>
#include <limits>
#include <unordered_set>
#include <utility>

#include "core/error.h"
#include "core/json.h"
#include "model/checkpoint/tensor_checks.h"

namespace remedy {
namespace {

// Takes the parser's events one by one: nothing is built but the entries, nesting past what the
// format has is refused where it begins, and a repeated key is seen.
class HeaderEvents : public nlohmann::json_sax<Json> {
 public:
  explicit HeaderEvents(const std::string& file) : file_(file) {}

  std::vector<SafetensorsEntry> take() { return std::move(entries_); }

  bool start_object(std::size_t) override {
    if (place_ == Place::kOutside) {
      place_ = Place::kTop;
    } else if (place_ == Place::kTop) {
      place_ = name_ == kMetadataKey ? Place::kMetadata : Place::kTensor;
      if (place_ == Place::kTensor) entries_.emplace_back().name = name_;
      inner_keys_.clear();
    } else {
      unexpected("an object");
    }
    return true;
  }

  bool key(std::string& key) override {
    auto& keys = place_ == Place::kTop ? names_ : inner_keys_;
    if (!keys.insert(key).second) {
      throw Error("{}: the header gives {} twice{}", file_, in_quotes(key), where());
    }
    if (place_ == Place::kTop) {
      if (key.empty()) throw Error("{}: a tensor without a name", file_);
      name_ = key;
    } else {
      inner_key_ = key;
      if (place_ == Place::kTensor && key != "dtype" && key != "shape" && key != "data_offsets") {
        throw Error("{}: unknown key {}{}: expected dtype, shape, data_offsets", file_,
                    in_quotes(key), where());
      }
    }
    return true;
  }

  bool string(std::string& value) override {
    if (place_ == Place::kMetadata) return true;
    if (place_ != Place::kTensor || inner_key_ != "dtype") unexpected("a string");
    const auto* const type =
        std::find_if(kSafetensorsTypes.begin(), kSafetensorsTypes.end(),
                     [&value](const SafetensorsType& each) { return each.name == value; });
    if (type == kSafetensorsTypes.end()) {
      entries_.back().unsupported =
          fmt::format("has elements of {}, which are not supported; supported are {}",
                      in_quotes(value), dtype_list());
    } else {
      entries_.back().dtype = type->dtype;
    }
    return true;
  }

  bool start_array(std::size_t) override {
    if (place_ != Place::kTensor || inner_key_ == "dtype") unexpected("an array");
    place_ = Place::kNumbers;
    numbers_.clear();
    return true;
  }

  bool number_unsigned(number_unsigned_t value) override {
    if (place_ != Place::kNumbers) unexpected("a number");
    if (value > static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max()) ||
        numbers_.size() == kMostDimensions) {
      unexpected("a number too large or one too many");
    }
    numbers_.push_back(static_cast<std::int64_t>(value));
    return true;
  }

  bool end_array() override {
    place_ = Place::kTensor;
    SafetensorsEntry& entry = entries_.back();
    if (inner_key_ == "shape") {
      entry.shape = numbers_;
    } else if (numbers_.size() == 2) {
      entry.begin = static_cast<std::uint64_t>(numbers_[0]);
      entry.end = static_cast<std::uint64_t>(numbers_[1]);
    } else {
      throw Error("{}: {} numbers{}, expected begin and end", file_, numbers_.size(), where());
    }
    return true;
  }

  bool end_object() override {
    if (place_ == Place::kTensor && inner_keys_.size() != 3) {
      throw Error("{}: tensor {}: expected dtype, shape and data_offsets", file_, in_quotes(name_));
    }
    place_ = place_ == Place::kTop ? Place::kOutside : Place::kTop;
    return true;
  }

  bool null() override {
    const bool no_metadata = place_ == Place::kTop && name_ == kMetadataKey;
    return no_metadata || unexpected("null");
  }
  bool boolean(bool) override { return unexpected("a bool"); }
  bool number_integer(number_integer_t) override { return unexpected("a negative number"); }
  bool number_float(number_float_t, const string_t&) override { return unexpected("a fraction"); }
  bool binary(binary_t&) override { return unexpected("binary data"); }

  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception&) override {
    throw Error("{}: the header is not valid JSON at byte {}; the file is damaged or no checkpoint",
                file_, position);
  }

 private:
  enum class Place { kOutside, kTop, kMetadata, kTensor, kNumbers };

  std::string where() const {
    switch (place_) {
      case Place::kOutside:
      case Place::kTop:
        return "";
      case Place::kMetadata:
        return " in __metadata__";
      case Place::kTensor:
        break;
      case Place::kNumbers:
        return fmt::format(" in {} of tensor {}", inner_key_, in_quotes(name_));
    }
    return fmt::format(" in tensor {}", in_quotes(name_));
  }

  [[noreturn]] bool unexpected(const char* found) const {
    throw Error(
        "{}: the header has {}{}{}: expected for each tensor a dtype, a shape and data_offsets, "
        "and "
        "strings as metadata",
        file_, found, place_ == Place::kTop ? " at " + in_quotes(name_) : "", where());
  }

  const std::string& file_;
  std::vector<SafetensorsEntry> entries_;
  Place place_ = Place::kOutside;
  std::string name_;
  std::string inner_key_;
  std::unordered_set<std::string> names_;
  std::unordered_set<std::string> inner_keys_;
  std::vector<std::int64_t> numbers_;
};

}  // namespace

std::vector<SafetensorsEntry> parse_safetensors_header(const std::string& file,
                                                       std::string_view json) {
  HeaderEvents events(file);
  Json::sax_parse(json.begin(), json.end(), &events);
  return events.take();
}

}  // namespace remedy
