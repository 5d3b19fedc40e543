#include "report/export/frontier_svg.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "report/analysis.h"
#include "report/run_builder.h"

namespace remedy {
namespace {

using ::testing::HasSubstr;
using testing::make_trial;
using testing::RunBuilder;

struct Dot {
  double x = 0, y = 0;
  bool hollow = false;
};

// The dots of the trials, without those of the legend.
std::vector<Dot> dots(const std::string& svg, std::size_t labels) {
  const std::regex circle("<circle cx=\"([0-9.]+)\" cy=\"([0-9.]+)\"[^>]*fill=\"(#[0-9A-Fa-f]+)\"");
  std::vector<Dot> found;
  for (std::sregex_iterator i(svg.begin(), svg.end(), circle), end; i != end; ++i) {
    found.push_back({std::stod((*i)[1]), std::stod((*i)[2]), (*i)[3] == "#fff"});
  }
  EXPECT_GT(found.size(), labels);
  found.resize(found.size() - labels - 1);
  return found;
}

TEST(FrontierSvg, ADotATrialHigherWhereMoreIsKeptAndRightWhereMoreIsFixed) {
  RunBuilder builder;
  builder.add_completed(make_trial("a0", "mixed", 0.001, 100, 0), 760, 9);
  builder.add_completed(make_trial("a1", "gentle", 0.001, 100, 0), 790, 3);
  builder.plan(make_trial("a2", "waiting", 0.001, 100, 0));
  const std::string svg = frontier_svg(analyse({builder.run}));
  const std::vector<Dot> found = dots(svg, 2);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_GT(found[0].x, found[1].x);
  EXPECT_GT(found[0].y, found[1].y);  // SVG counts downwards
  EXPECT_THAT(svg, HasSubstr("fix rate on test_cows, %"));
  EXPECT_THAT(svg, HasSubstr(">gentle<"));
}

TEST(FrontierSvg, ATrialThatDidNotReachIsHollow) {
  RunBuilder builder;
  const Trial late = make_trial("b0", "slow", 0.001, 100, 0);
  builder.add(late, testing::make_record(late, Status::kNotReached,
                                         {{"validation", testing::retained(799)},
                                          {"test_cows", testing::fixed_cows(3)}}));
  const std::vector<Dot> found = dots(frontier_svg(analyse({builder.run})), 1);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_TRUE(found[0].hollow);
}

TEST(FrontierSvg, TheLegendOfManyRemediationsStaysWithinThePicture) {
  RunBuilder builder;
  for (int i = 0; i < 24; ++i) {
    const std::string name = "remediation_" + std::to_string(i);
    builder.add_completed(make_trial(name, name, 0.001, 100, 0), 700 + i, 9);
  }
  const std::string svg = frontier_svg(analyse({builder.run}));
  std::smatch height;
  ASSERT_TRUE(std::regex_search(svg, height, std::regex(" height=\"([0-9.]+)\"")));
  const std::regex text("<text [^>]*y=\"([0-9.]+)\"");
  for (std::sregex_iterator i(svg.begin(), svg.end(), text), end; i != end; ++i) {
    EXPECT_LT(std::stod((*i)[1]), std::stod(height[1])) << i->str();
  }
}

TEST(FrontierSvg, AbsurdNumbersAreNotDrawn) {
  RunBuilder builder;
  const Trial trial = make_trial("a0", "mixed", 0.001, 100, 0);
  Json record = testing::completed(trial, 760, 9);
  record["suites"]["validation"]["retention"] = 1e300;
  builder.add(trial, record);
  EXPECT_EQ(frontier_svg(analyse({builder.run})), "");
}

TEST(FrontierSvg, NothingToDrawIsNoPicture) {
  RunBuilder builder;
  builder.plan(make_trial("a0", "mixed", 0.001, 100, 0));
  EXPECT_EQ(frontier_svg(analyse({builder.run})), "");
}

}  // namespace
}  // namespace remedy
