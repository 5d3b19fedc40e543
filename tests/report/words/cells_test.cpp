#include "report/words/cells.h"

#include <gtest/gtest.h>

#include <cmath>

#include "report/words/markdown_table.h"

namespace remedy {
namespace {

TEST(Cells, RoundByUnit) {
  const double third = 1.0 / 3;
  EXPECT_EQ(number_cell(third, Unit::kShare), "33.3");
  EXPECT_EQ(number_cell(third, Unit::kNats), "0.333");
  EXPECT_EQ(number_cell(3.0, Unit::kCount), "3");
  EXPECT_EQ(number_cell(third, Unit::kCount), "0.3");
  EXPECT_EQ(number_cell(0.0004, Unit::kP), "<0.001");
  EXPECT_EQ(number_cell(0.9997, Unit::kP), ">0.999");
  EXPECT_EQ(number_cell(1.0, Unit::kP), "1.000");
  EXPECT_EQ(number_cell(0.9994, Unit::kP), "0.999");
  EXPECT_EQ(number_cell(-0.04, Unit::kPoints), "0.0");  // not -0.0
  EXPECT_EQ(number_cell(std::nullopt, Unit::kShare), "–");
  EXPECT_EQ(number_cell(std::nan(""), Unit::kShare), "–");
}

TEST(Cells, ASignIsShownWhereTheNumberIsNotZero) {
  EXPECT_EQ(signed_fixed(0.125, 2), "+0.12");
  EXPECT_EQ(signed_fixed(-0.5, 1), "-0.5");
  EXPECT_EQ(signed_fixed(0.004, 2), "0.00");
  EXPECT_EQ(signed_fixed(-0.004, 2), "0.00");
  EXPECT_EQ(fixed_cell(0.5, 2), "0.50");
  EXPECT_EQ(fixed_cell(std::nan(""), 2), "–");
}

TEST(Cells, ASpreadShowsItsIntervalAndWhatItLacks) {
  Spread five;
  five.trials = five.units = 5;
  five.mean = 0.84;
  five.min = 0.8;
  five.max = 0.9333;
  EXPECT_EQ(spread_cell(five, Unit::kShare, 5), "84.0");  // never a bare range of draws
  five.interval = {0.7, 0.95};
  EXPECT_EQ(spread_cell(five, Unit::kShare, 5), "84.0 [70.0, 95.0]");
  EXPECT_EQ(spread_cell(five, Unit::kShare, 6), "84.0 [70.0, 95.0], 5 of 6");
  five.mean = 0.3;
  five.interval = {0.1, 1.25};
  EXPECT_EQ(spread_cell(five, Unit::kNats, 5), "0.300 [0.100, 1.250]");
  Spread p;
  p.trials = p.units = 2;
  p.min = 0.0001;
  p.max = 0.25;
  EXPECT_EQ(spread_cell(p, Unit::kP, 2), "<0.001 to 0.250");
  p.max = 0.0002;
  EXPECT_EQ(spread_cell(p, Unit::kP, 2), "<0.001");
  EXPECT_EQ(spread_cell(std::nullopt, Unit::kShare, 3), "–");
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
