#include "report/words/cells.h"

#include <gtest/gtest.h>

namespace remedy {
namespace {

TEST(Cells, RoundByUnit) {
  const Json third = 1.0 / 3, whole = 3, small = 0.0004, loss = -0.04;
  EXPECT_EQ(number_cell(&third, Unit::kShare), "33.3");
  EXPECT_EQ(number_cell(&third, Unit::kNats), "0.333");
  EXPECT_EQ(number_cell(&whole, Unit::kCount), "3");
  EXPECT_EQ(number_cell(&third, Unit::kCount), "0.3");
  EXPECT_EQ(number_cell(&small, Unit::kP), "<0.001");
  const Json nearly = 0.9997, sure = 1.0, below = 0.9994;
  EXPECT_EQ(number_cell(&nearly, Unit::kP), ">0.999");
  EXPECT_EQ(number_cell(&sure, Unit::kP), "1.000");
  EXPECT_EQ(number_cell(&below, Unit::kP), "0.999");
  EXPECT_EQ(number_cell(&loss, Unit::kPoints), "0.0");  // not -0.0
  EXPECT_EQ(number_cell(nullptr, Unit::kShare), "–");
}

TEST(Cells, ASignIsShownWhereTheNumberIsNotZero) {
  EXPECT_EQ(signed_fixed(0.125, 2), "+0.12");
  EXPECT_EQ(signed_fixed(-0.5, 1), "-0.5");
  EXPECT_EQ(signed_fixed(0.004, 2), "0.00");
  EXPECT_EQ(signed_fixed(-0.004, 2), "0.00");
  EXPECT_EQ(fixed_cell(0.5, 2), "0.50");
  EXPECT_EQ(fixed_cell(std::nullopt, 2), "–");
}

TEST(Cells, ASpreadShowsItsIntervalAndWhatItLacks) {
  Json five = {{"trials", 5}, {"units", 5}, {"mean", 0.84}, {"min", 0.8}, {"max", 0.9333}};
  EXPECT_EQ(spread_cell(&five, Unit::kShare, 5), "84.0");  // never a bare range of draws
  five["interval"] = {0.7, 0.95};
  EXPECT_EQ(spread_cell(&five, Unit::kShare, 5), "84.0 [70.0, 95.0]");
  EXPECT_EQ(spread_cell(&five, Unit::kShare, 6), "84.0 [70.0, 95.0], 5 of 6");
  const Json nats = {{"trials", 2}, {"units", 2}, {"mean", 0.3},
                     {"min", 0.2},  {"max", 0.4}, {"interval", {0.1, 1.25}}};
  EXPECT_EQ(spread_cell(&nats, Unit::kNats, 2), "0.300 [0.100, 1.250]");
  const Json p = {{"trials", 2}, {"units", 2}, {"min", 0.0001}, {"max", 0.25}};
  EXPECT_EQ(spread_cell(&p, Unit::kP, 2), "<0.001 to 0.250");
  const Json tiny = {{"trials", 2}, {"units", 2}, {"min", 1e-9}, {"max", 1e-5}};
  EXPECT_EQ(spread_cell(&tiny, Unit::kP, 2), "<0.001");
  const Json nothing;
  EXPECT_EQ(spread_cell(&nothing, Unit::kShare, 3), "–");
}

TEST(Cells, ATableEscapesWhatWouldBreakIt) {
  MarkdownTable table({{"name", /*number=*/false}, {"n"}});
  table.add({"a|b\nc <tag>", "1"});
  EXPECT_EQ(table.text(), "| name | n |\n|---|---:|\n| a\\|b c &lt;tag> | 1 |\n\n");
}

TEST(Cells, APublishedRowGivesTheTableAFootnote) {
  MarkdownTable table({{"name", /*number=*/false}});
  table.add({"a"});
  EXPECT_EQ(table.text().find(kPublishedProtocol), std::string::npos);
  table.add({"b †"}, /*published=*/true);
  EXPECT_NE(table.text().find(std::string("\n† ") + kPublishedProtocol), std::string::npos);
}

TEST(Cells, ATableWithoutRowsSaysSo) {
  EXPECT_EQ(MarkdownTable({{"n"}}).text("None."), "None.\n\n");
}

}  // namespace
}  // namespace remedy
