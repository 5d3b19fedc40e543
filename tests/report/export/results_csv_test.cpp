#include "report/export/results_csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "places.h"
#include "report/analysis.h"
#include "report/export/bibliography.h"
#include "report/run_builder.h"
#include "report/words/brief/methods.h"

namespace remedy {
namespace {

using ::testing::HasSubstr;
using testing::make_trial;
using ::testing::Not;
using testing::RunBuilder;
using ::testing::StartsWith;

TEST(ResultsCsv, ARowForEachFigureOfEachTrial) {
  RunBuilder builder;
  builder.add_completed(make_trial("a0", "one, two", 0.001, 100, 3), 760, 9);
  const std::string csv = to_results_csv(analyse({builder.run}));
  EXPECT_THAT(csv,
              StartsWith("id,setting,label,draw,suite,role,group,metric,value,low,high,n\r\n"));
  EXPECT_THAT(csv, HasSubstr("a0,0,\"one, two\",3,validation,retain,,retention,0.95,,,1000\r\n"));
  EXPECT_THAT(csv, HasSubstr("a0,0,\"one, two\",3,test_cows,fix,,top1,0.6,0.35"));  // Wilson's
}

TEST(Bibliography, HoldsTheMethodsOfTheReportAlone) {
  RunBuilder builder;
  Trial trial = make_trial("a0", "mine", 0.001, 100, 0);
  trial.remediation = "dfr";
  builder.add_completed(trial, 760, 9);
  builder.add_completed(make_trial("a1", "unheard_of", 0.001, 100, 0), 760, 9);
  const std::string text = to_bibliography(analyse({builder.run}));
  EXPECT_THAT(text, HasSubstr("@inproceedings{dfr,\n"));
  EXPECT_THAT(text, HasSubstr("Kirichenko"));
  EXPECT_THAT(text, Not(HasSubstr("@inproceedings{jtt")));
}

TEST(Methods, EveryPluginOfTheRepositoryHasAFamily) {
  const std::filesystem::path plugins = std::filesystem::path(source_dir()) / "plugins";
  int seen = 0;
  for (const auto& entry : std::filesystem::directory_iterator(plugins)) {
    if (!std::filesystem::exists(entry.path() / "CMakeLists.txt")) continue;
    EXPECT_NE(family_of(entry.path().filename()), "other") << entry.path();
    ++seen;
  }
  EXPECT_GT(seen, 10);
  EXPECT_EQ(family_of("unheard_of"), "other");
  EXPECT_EQ(families().back(), "other");
}

}  // namespace
}  // namespace remedy
