#include "statistics/basic/philox.h"

#include <gtest/gtest.h>

namespace remedy::statistics {
namespace {

using Words = std::array<std::uint32_t, 4>;

// The known answers that the authors publish with their Random123 library, philox4x32 10.
TEST(Philox, GivesThePublishedKnownAnswers) {
  EXPECT_EQ(philox({0, 0, 0, 0}, {0, 0}), (Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(philox({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}),
            (Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
            (Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Philox, WordsCountTheirBlocksInSixtyFourBits) {
  PhiloxWords words({0xffffffff, 5, 7, 8}, {1, 2});
  for (const Words& counter : {Words{0xffffffff, 5, 7, 8}, Words{0, 6, 7, 8}}) {
    for (const std::uint32_t word : philox(counter, {1, 2})) EXPECT_EQ(words.next(), word);
  }
}

}  // namespace
}  // namespace remedy::statistics
