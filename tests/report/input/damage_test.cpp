// Records that someone edited by hand, or that a disk damaged: a message, never a crash.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "report/analysis.h"
#include "report/export/csv.h"
#include "report/markdown/markdown.h"
#include "report/run_builder.h"

namespace remedy {
namespace {

using ::testing::HasSubstr;
using testing::make_trial;
using testing::RunBuilder;

RunData run_of(const Json& record) {
  RunBuilder builder;
  builder.add_completed(make_trial("a0", "mixed", 0.001, 100, 0), 760, 14);
  builder.add(make_trial("a1", "mixed", 0.001, 100, 1), record);
  return builder.run;
}

Json good_record() { return testing::completed(make_trial("a1", "mixed", 0.001, 100, 1), 780, 14); }

void collect_pointers(const Json& json, const std::string& at, std::vector<std::string>& all) {
  if (!json.is_object()) return;
  for (const auto& [key, value] : json.items()) {
    all.push_back(at + "/" + key);
    collect_pointers(value, at + "/" + key, all);
  }
}

TEST(Damage, AnyFieldThatIsGoneOrOfAnotherKindIsSurvived) {
  const Json good = good_record();
  std::vector<std::string> pointers;
  collect_pointers(good, "", pointers);
  ASSERT_GT(pointers.size(), 100U);
  int read = 0;
  for (const std::string& pointer : pointers) {
    for (const Json& value : {Json(nullptr), Json("text"), Json(-7.5), Json(Json::array({1})),
                              Json(Json::object()), Json(true), Json(1e300)}) {
      Json record = good;
      record[Json::json_pointer(pointer)] = value;
      try {
        (void)record_from_json(record);
      } catch (const Error&) {
        continue;  // load_run tells of it as a record that cannot be read
      }
      try {
        const Report found = analyse({run_of(record)});
              EXPECT_FALSE(to_markdown(found).empty());
        EXPECT_FALSE(to_csv(found).empty());
        ++read;
      } catch (const Refusal&) {  // what it was measured on is not what the other trial was
      }
    }
  }
  EXPECT_GT(read, 100);  // texts, parameters, what may be null
}

// Every number of it can be; together they cannot.
TEST(Damage, FlipsThatCannotBeAreToldWithTrialAndSuite) {
  Json record = good_record();
  record["suites"]["test_cows"]["negative_flips"] = 900;
  const Report found = analyse({run_of(record)});
  ASSERT_FALSE(found.flags.empty());
  EXPECT_EQ(found.flags[0].kind, "damaged_record");
  EXPECT_EQ(found.flags[0].message,
            "mixed (a1), suite test_cows: 900 and 14 flips are more than its 15 images");
  EXPECT_THAT(to_markdown(found), HasSubstr("900 and 14 flips are more than its 15 images"));
}

TEST(Damage, RecordsThatNameNoGroundAreTold) {
  RunBuilder builder;
  const Trial trial = make_trial("a1", "mixed", 0.001, 100, 1);
  builder.add(trial, good_record());
  builder.run.records.at("a1").comparable.reset();
  EXPECT_EQ(analyse({builder.run}).flags[0].kind, "not_comparable");
}

}  // namespace
}  // namespace remedy
