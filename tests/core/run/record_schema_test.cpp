// The published schema of records and what the program reads are the same.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "core/error.h"
#include "core/example_record.h"
#include "places.h"

namespace remedy {
namespace {

bool reads(const Json& record) {
  try {
    (void)record_from_json(record);
    return true;
  } catch (const Error&) {
    return false;
  }
}

std::set<std::string> keys(const Json& object) {
  std::set<std::string> names;
  for (const auto& [key, value] : object.items()) names.insert(key);
  return names;
}

bool is_of_type(const Json& value, const std::string& type) {
  if (type == "null") return value.is_null();
  if (type == "boolean") return value.is_boolean();
  if (type == "string") return value.is_string();
  if (type == "integer") return value.is_number_integer();
  if (type == "number") return value.is_number();
  return type == (value.is_object() ? "object" : value.is_array() ? "array" : "?");
}

// Of the keywords that stand at values which are neither object nor list.
bool allows(const Json& schema, const Json& value) {
  if (schema.contains("const") && value != schema["const"]) return false;
  if (schema.contains("enum") &&
      std::find(schema["enum"].begin(), schema["enum"].end(), value) == schema["enum"].end()) {
    return false;
  }
  if (schema.contains("type")) {
    const Json types = schema["type"].is_array() ? schema["type"] : Json::array({schema["type"]});
    if (std::none_of(types.begin(), types.end(), [&](const Json& type) {
          return is_of_type(value, type.get<std::string>());
        })) {
      return false;
    }
  }
  if (value.is_number()) {
    const auto number = value.get<double>();
    if (schema.contains("minimum") && number < schema["minimum"].get<double>()) return false;
    if (schema.contains("maximum") && number > schema["maximum"].get<double>()) return false;
  }
  if (value.is_array() && value.size() < schema.value("minItems", std::size_t{0})) return false;
  return !value.is_string() ||
         value.get_ref<const std::string&>().size() >= schema.value("minLength", std::size_t{0});
}

// Goes through the schema and a record with all fields side by side.
class SchemaWalk {
 public:
  explicit SchemaWalk(Json schema)
      : schema_(std::move(schema)), record_(to_json(testing::example_record())) {}

  void run() { visit(schema_, Json::json_pointer()); }
  int leaves() const { return leaves_; }

 private:
  void visit(Json schema, const Json::json_pointer& place) {
    if (schema.contains("$ref")) {
      schema = schema_.at(Json::json_pointer(schema["$ref"].get<std::string>().substr(1)));
    }
    const Json& value = record_.at(place);
    if (schema.contains("properties")) {
      visit_object(schema, place);
    } else if (value.is_object()) {
      visit(schema.at("additionalProperties"), place / value.begin().key());
    } else if (value.is_array()) {
      ASSERT_EQ(value.size(), 1U) << place;
      visit(schema.at("items"), place / 0);
    } else {
      visit_leaf(schema, place);
    }
  }

  void visit_object(const Json& schema, const Json::json_pointer& place) {
    const Json& properties = schema.at("properties");
    EXPECT_EQ(keys(record_.at(place)), keys(properties)) << place;
    EXPECT_EQ(schema.value("additionalProperties", Json()), Json(false)) << place;
    Json more = record_;
    more[place / "more"] = 1;
    EXPECT_FALSE(reads(more)) << place;
    std::set<std::string> required;
    for (const Json& key : schema.value("required", Json::array())) required.insert(key);
    if (place.empty()) {  // what a record with a result has besides
      for (const Json& key : schema.at("allOf")[0]["then"]["required"]) required.insert(key);
    }
    for (const auto& [key, property] : properties.items()) {
      Json less = record_;
      less.at(place).erase(key);
      EXPECT_EQ(reads(less), required.count(key) == 0) << (place / key);
      visit(property, place / key);
    }
  }

  void visit_leaf(const Json& schema, const Json::json_pointer& place) {
    ++leaves_;
    for (const char* text : {"null", "true", "\"\"", "\"text\"", "0", "1", "7", "-1", "-1e-7",
                             "0.25", "1.5", "[]", "{}"}) {
      Json record = record_;
      record.at(place) = Json::parse(text);
      EXPECT_EQ(reads(record), allows(schema, record.at(place))) << place << " = " << text;
    }
    if (!schema.contains("enum") || place.back() == "status") return;
    for (const Json& word : schema["enum"]) {
      Json record = record_;
      record.at(place) = word;
      EXPECT_TRUE(reads(record)) << place << " = " << word;
    }
  }

  const Json schema_, record_;
  int leaves_ = 0;
};

TEST(RecordSchema, AllowsExactlyWhatIsRead) {
  SchemaWalk walk(read_json(source_dir() + "/reports/schema/record.schema.json"));
  walk.run();
  EXPECT_GT(walk.leaves(), 70);
}

TEST(RecordSchema, KnowsEveryStatus) {
  const Json schema = read_json(source_dir() + "/reports/schema/record.schema.json");
  EXPECT_EQ(schema["properties"]["status"]["enum"].size(), 7U);
  for (const Json& word : schema["properties"]["status"]["enum"]) {
    EXPECT_NO_THROW(status_from_string(word)) << word;
  }
}

}  // namespace
}  // namespace remedy
