#include "launch/process/printed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace remedy {
namespace {

using ::testing::HasSubstr;

void add(Printed& printed, const std::string& text) { printed.add(text.data(), text.size()); }

TEST(Printed, IsWhatWasAddedSinceTheLastTime) {
  Printed printed;
  EXPECT_EQ(printed.take(), "");
  add(printed, "one ");
  add(printed, "two");
  EXPECT_EQ(printed.take(), "one two");
  add(printed, "three");
  EXPECT_EQ(printed.take(), "three");
}

TEST(Printed, AsMuchAsIsKeptIsWhole) {
  std::string text(Printed::kBeginning, 'a');
  text += std::string(Printed::kEnd, 'b');
  for (const std::size_t piece : {std::size_t{1}, std::size_t{1000}, text.size()}) {
    Printed printed;
    for (std::size_t at = 0; at < text.size(); at += piece) add(printed, text.substr(at, piece));
    EXPECT_EQ(printed.take(), text) << piece;
  }
}

TEST(Printed, OfMoreTheBeginningAndTheEndAreKeptAndTheRestIsCounted) {
  Printed printed;
  add(printed, "first" + std::string(Printed::kBeginning - 5, 'a'));
  for (int i = 0; i < 7; ++i) add(printed, std::string(1000, 'x'));
  add(printed, std::string(Printed::kEnd - 4, 'b') + "last");
  const std::string text = printed.take();
  EXPECT_EQ(text.rfind("first", 0), 0U);
  EXPECT_EQ(text.substr(text.size() - 5), "blast");
  EXPECT_THAT(text, HasSubstr("a\n[7000 bytes are left out here]\nb"));
  EXPECT_EQ(text.find('x'), std::string::npos);
}

}  // namespace
}  // namespace remedy
