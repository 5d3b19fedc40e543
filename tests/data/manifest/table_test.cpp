#include "data/manifest/table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "core/file.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::TemporaryDirectory;
using Values = std::vector<std::vector<std::string>>;

// The header, then the rows.
Values read(const std::string& content, const std::string& name = "t.csv") {
  const TemporaryDirectory folder;
  write_file(folder / name, content);
  const Table table(folder / name);
  Values values = {table.columns()};
  for (std::size_t row = 0; row < table.rows(); ++row) {
    values.emplace_back();
    for (std::size_t c = 0; c < table.columns().size(); ++c) {
      values.back().emplace_back(table.at(row, c));
    }
  }
  return values;
}

std::string error_of(const std::string& content, const std::string& name = "t.csv") {
  try {
    read(content, name);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(Table, ReadsCommasAndTabs) {
  EXPECT_EQ(read("a,b\n1,2\n,x y\n"), (Values{{"a", "b"}, {"1", "2"}, {"", "x y"}}));
  EXPECT_EQ(read("a\tb\n1,1\t2\n", "t.tsv"), (Values{{"a", "b"}, {"1,1", "2"}}));
}

TEST(Table, LastLineNeedsNoEnd) {
  EXPECT_EQ(read("a,b\n1,2"), (Values{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(read("a,b\n1,"), (Values{{"a", "b"}, {"1", ""}}));
  EXPECT_EQ(read("a,b\n1,\"2\""), (Values{{"a", "b"}, {"1", "2"}}));
}

TEST(Table, QuotesMayHoldSeparatorsQuotesAndLineEnds) {
  EXPECT_EQ(read("\"a\",b\r\n\"x, \"\"y\"\"\",\"two\nlines\"\r\n\"\",z\r\n"),
            (Values{{"a", "b"}, {"x, \"y\"", "two\nlines"}, {"", "z"}}));
}

TEST(Table, ByteOrderMarkAndCrLfAreNoContent) {
  EXPECT_EQ(read("\xEF\xBB\xBF"
                 "a,b\r\n1,2\r\n\r\n"),
            (Values{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(read("\xEF\xBB\xBF{\"a\": 1}\r\n", "t.jsonl"), (Values{{"a"}, {"1"}}));
}

TEST(Table, JsonLinesMayLackColumns) {
  EXPECT_EQ(read("{\"file_name\": \"x.png\", \"y\": 1}\n\n{\"file_name\": null, \"pose\": true}\n",
                 "t.jsonl"),
            (Values{{"file_name", "y", "pose"}, {"x.png", "1", ""}, {"", "", "true"}}));
}

TEST(Table, RowsKnowTheLineThatTheyBeginIn) {
  const TemporaryDirectory folder;
  write_file(folder / "t.csv", "a,b\n1,\"two\nlines\"\n\n3,4\n");
  const Table table(folder / "t.csv");
  EXPECT_EQ(table.line(0), 2u);
  EXPECT_EQ(table.line(1), 5u);
  EXPECT_EQ(table.place(1), (folder / "t.csv").string() + ":5");
}

TEST(Table, NamesTheRowThatDiffersFromTheHeader) {
  EXPECT_THAT(
      error_of("a,b\n1,2\n1,2,3\n"),
      HasSubstr("t.csv:3: 3 values in this row, expected 2, as the header has columns (a, b)"));
  EXPECT_THAT(error_of("a,b\n1\n"), HasSubstr("t.csv:2: 1 value in this row"));
}

TEST(Table, NamesTheQuoteThatIsNeverClosed) {
  EXPECT_THAT(error_of("a,b\n1,2\n3,\"4\n5,6\n"),
              HasSubstr("t.csv:3: the quote that opens here is never closed"));
  EXPECT_THAT(error_of("a,b\n\"1\"x,2\n"), HasSubstr("t.csv:2: after a quoted value stands 'x'"));
}

TEST(Table, RefusesWhatIsNoTable) {
  EXPECT_THAT(error_of(std::string("\xFF\xFE", 2) + "a"), HasSubstr("is UTF-16, expected UTF-8"));
  EXPECT_THAT(error_of("a,b\n"), HasSubstr("no row in this file"));
  EXPECT_THAT(error_of(""), HasSubstr("the file is empty"));
  EXPECT_THAT(error_of("[1]\n", "t.jsonl"),
              HasSubstr("t.jsonl:1: found \"[1]\", expected one JSON object"));
  EXPECT_THAT(error_of("a\n1\n", "t.parquet"),
              HasSubstr("found the extension \".parquet\", expected .csv"));
}

}  // namespace
}  // namespace remedy
