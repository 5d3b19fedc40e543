// The published schemas admit what Remedy writes and refuse what is damaged.
#include <gtest/gtest.h>

#include <algorithm>

#include "report/analysed.h"
#include "report/input/overlay_reader.h"
#include "report/run_builder.h"
#include "report/schema_check.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

using testing::make_record;
using testing::make_trial;
using testing::RunBuilder;
using testing::TemporaryDirectory;
using testing::validate;

// A study with a sweep, several suites, every kind of hole, a child, and the published protocol.
RunBuilder full_run() {
  RunBuilder builder;
  int number = 0;
  for (const double rate : {0.01, 0.1}) {
    for (const int n : {25, 50, 100}) {
      for (int draw = 0; draw < 3; ++draw) {
        const int right = 700 + n / 2 + draw + static_cast<int>(100 * rate);
        const Trial trial = make_trial("t" + std::to_string(number++), "mixed", rate, n, draw);
        builder.add(trial, make_record(trial, Status::kCompleted,
                                       {{"validation", testing::retained(right)},
                                        {"test_cows", testing::fixed_cows(14)},
                                        {"held_out", {"transfer", 9, 0, 5, 0, 1.0, 0.5}},
                                        {"others", {"guard", 600, 300, 290, 20, 0.4, 0.02}}}));
      }
    }
  }
  for (const Status status : {Status::kNotReached, Status::kDiverged, Status::kFailed,
                              Status::kCrashed, Status::kTimedOut, Status::kOutOfMemory}) {
    const Trial trial = make_trial(to_string(status), "troubled", 0.01, 100, number++);
    builder.add(trial, make_record(trial, status,
                                   {{"validation", testing::retained(790)},
                                    {"test_cows", testing::fixed_cows(3)}},
                                   "a reason"));
  }
  builder.plan(make_trial("waiting", "troubled", 0.01, 100, number++));
  Trial child = make_trial("child", "wise", 0.01, 100, 0);
  child.after = {"t6"};
  builder.add_completed(child, 780, 14);
  Trial published = make_trial("published", "old", 0.01, 100, 0);
  published.stop = StopRule{"test_cows", 0.9, 200};
  builder.add_completed(published, 780, 14);
  Trial free = make_trial("free", "identity", 0.01, std::nullopt, std::nullopt);
  free.stop.reset();
  free.seed.reset();
  builder.add_completed(free, 800, 0);
  return builder;
}

Overlay overlay() {
  const TemporaryDirectory folder;
  write_file(folder / "published.csv",
             "lr,n_classes,top1,kl,held_out_correct_of_9\n.1,100,.68,.1,4\n.1,200,.69,.09,3\n"
             ".2,100,.67,,5\n.2,200,.68,.1,4\n");
  return read_overlay(folder / "published.csv");
}

// The paths of all members, objects within arrays by their first element.
void collect(const Json& json, const std::string& at, std::vector<std::string>& pointers) {
  if (json.is_array() && !json.empty()) collect(json[0], at + "/0", pointers);
  if (!json.is_object()) return;
  for (const auto& [key, value] : json.items()) {
    pointers.push_back(at + "/" + key);
    collect(value, at + "/" + key, pointers);
  }
}

// Lists of objects with their first alone: the schemas look at each on its own.
Json shortened(Json json) {
  if (json.is_array() && !json.empty() && json[0].is_object()) json = Json::array({json[0]});
  if (json.is_structured()) {
    for (Json& value : json) value = shortened(value);
  }
  return json;
}

TEST(Schema, AdmitsRecordsOfEveryStatus) {
  std::vector<Json> records;
  const RunBuilder full = full_run();
  for (const auto& [id, record] : full.run.records) records.push_back(to_json(record));
  Json older = records.front();  // of a version that did not measure calibration
  older["suites"]["validation"].erase("calibration");
  older["suites"]["validation"].erase("classes");
  records.push_back(older);
  const Json answers = validate("record.schema.json", records);
  REMEDY_NEEDS_JSONSCHEMA(answers);
  ASSERT_EQ(answers.size(), records.size());
  for (std::size_t i = 0; i < answers.size(); ++i) {
    EXPECT_TRUE(answers[i].is_null()) << records[i]["id"] << " " << answers[i];
  }
}

TEST(Schema, AdmitsReports) {
  RunBuilder empty;
  empty.plan(make_trial("a", "mixed", 0.1, 100, 0));
  RunBuilder other("other");
  other.run = full_run().run;
  other.run.root = "/nowhere/other";
  const std::vector<Json> reports = {
      testing::analysed({full_run().run}), testing::analysed({full_run().run}, overlay()),
      testing::analysed({full_run().run, other.run}), testing::analysed({empty.run}),
      testing::analysed({RunBuilder().run})};
  const Json answers = validate("report.schema.json", reports);
  REMEDY_NEEDS_JSONSCHEMA(answers);
  ASSERT_EQ(answers.size(), reports.size());
  for (std::size_t i = 0; i < answers.size(); ++i) EXPECT_TRUE(answers[i].is_null()) << answers[i];
}

TEST(Schema, RefusesARecordThatLacksAnyRequiredMemberOrHasAnotherKind) {
  const Json good = to_json(full_run().run.records.at("t0"));
  std::vector<std::string> pointers;
  for (const char* key :
       {"schema", "id", "study", "label", "remediation", "version", "parameters", "design",
        "status", "reason", "suites", "comparable", "provenance", "seconds"}) {
    pointers.push_back(std::string("/") + key);
  }
  std::vector<std::string> figures;
  collect(good["suites"]["validation"], "/suites/validation", figures);
  pointers.insert(pointers.end(), figures.begin(), figures.end());
  ASSERT_GT(pointers.size(), 40U);
  std::vector<Json> damaged;
  std::vector<std::string> what;
  for (const std::string& pointer : pointers) {
    const bool optional = pointer.find("/calibration") != std::string::npos ||
                          pointer.find("/classes") != std::string::npos ||
                          pointer.find("/name") != std::string::npos;
    const Json::json_pointer place(pointer);
    if (!optional) {
      damaged.push_back(good);
      damaged.back().at(place.parent_pointer()).erase(place.back());
      what.push_back(pointer + " gone");
    }
    damaged.push_back(good);
    damaged.back()[place] = Json::array({true});
    what.push_back(pointer + " an array");
  }
  const auto change = [&](const std::string& pointer, const Json& value) {
    damaged.push_back(good);
    damaged.back()[Json::json_pointer(pointer)] = value;
    what.push_back(pointer + " = " + value.dump());
  };
  change("/schema", 2);
  change("/status", "finished");
  change("/suites/validation/top1", 1.2);
  change("/suites/validation/images", 0);
  change("/suites/validation/negative_flips", 1.5);
  change("/suites/validation/kl/mean", -0.5);
  change("/suites/validation/role", "validate");
  change("/design/anchor_classes", "100");
  change("/status", "failed");  // without a reason
  const Json answers = validate("record.schema.json", damaged);
  REMEDY_NEEDS_JSONSCHEMA(answers);
  ASSERT_EQ(answers.size(), damaged.size());
  for (std::size_t i = 0; i < answers.size(); ++i) {
    EXPECT_FALSE(answers[i].is_null()) << "admitted: " << what[i];
  }
}

TEST(Schema, RefusesAReportThatLacksAnyMember) {
  const Json good = shortened(testing::analysed({full_run().run}, overlay()));
  std::vector<std::string> pointers;
  collect(good, "", pointers);
  std::vector<Json> damaged = {good};
  std::vector<std::string> what = {"nothing"};
  // What varies from study to study, and what is there for some values only, may be absent.
  const auto may_lack = [](const std::string& pointer) {
    for (const char* open :
         {"/parameters/", "/provenance", "/comparable", "/plugins/", "/intervals/", "/fixed/",
          "/baseline/", "/interval", "/holds_for", "/mean", "/sd"}) {
      if (pointer.find(open) != std::string::npos) return true;
    }
    if (pointer.find("/trials/0/suites/") == 0) return true;  // as recorded
    if (pointer.find("/suites/") != std::string::npos || pointer.find("/lost/") == 0) return true;
    if (pointer.find("/figures/") != std::string::npos &&
        std::count(pointer.begin(), pointer.end(), '/') == 5) {
      return true;  // a metric
    }
    if (pointer.find("/lost/") != std::string::npos) return true;
    return pointer.find("/overlay/series/0/points/0/") == 0 &&
           pointer.find("anchor_classes") == std::string::npos;
  };
  for (const std::string& pointer : pointers) {
    if (may_lack(pointer)) continue;
    const Json::json_pointer place(pointer);
    damaged.push_back(good);
    damaged.back().at(place.parent_pointer()).erase(place.back());
    what.push_back(pointer);
  }
  ASSERT_GT(damaged.size(), 150U);
  const auto change = [&](const std::string& pointer, const Json& value) {
    damaged.push_back(good);
    damaged.back()[Json::json_pointer(pointer)] = value;
    what.push_back(pointer + " = " + value.dump());
  };
  change("/verdict/rivals/0/told", "perhaps");
  change("/verdict/rivals/0/p_images", 1.5);
  change("/learned/settings/0/verdict", "magic");
  change("/frontier/points/0/optimal", "yes");
  change("/unknown", 1);
  change("/trials/0/status", "finished");
  change("/settings/0/suites/validation/top1/trials", 0);
  change("/failures/0/reason", "");
  const Json answers = validate("report.schema.json", damaged);
  REMEDY_NEEDS_JSONSCHEMA(answers);
  ASSERT_EQ(answers.size(), damaged.size());
  EXPECT_TRUE(answers[0].is_null()) << answers[0];
  for (std::size_t i = 1; i < answers.size(); ++i) {
    EXPECT_FALSE(answers[i].is_null()) << "admitted: " << what[i];
  }
}

}  // namespace
}  // namespace remedy
