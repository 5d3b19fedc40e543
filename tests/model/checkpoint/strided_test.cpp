#include "model/checkpoint/strided.h"

#include <gtest/gtest.h>

namespace remedy {
namespace {

constexpr std::int64_t kHuge = INT64_MAX;

TEST(Strided, AViewEndsAtItsLastElement) {
  EXPECT_TRUE(lies_within({{2, 3}, {3, 1}, 0}, 6));
  EXPECT_FALSE(lies_within({{2, 3}, {3, 1}, 0}, 5));
  EXPECT_FALSE(lies_within({{2, 3}, {3, 1}, 1}, 6));
  EXPECT_TRUE(lies_within({{}, {}, 5}, 6));
  EXPECT_FALSE(lies_within({{}, {}, 6}, 6));
}

TEST(Strided, HugeStridesAndOffsetsDoNotOverflow) {
  EXPECT_FALSE(lies_within({{3, 3}, {kHuge, kHuge}, 1}, 6));
  EXPECT_FALSE(lies_within({{2}, {1}, UINT64_MAX}, 6));
  EXPECT_TRUE(lies_within({{1, 6}, {kHuge, 1}, 0}, 6));
  EXPECT_TRUE(lies_within({{kHuge}, {0}, 0}, 1));
}

TEST(Strided, DimensionsOfOneDoNotMatterToContiguity) {
  EXPECT_TRUE(is_contiguous({{2, 1, 3}, {3, 77, 1}, 0}));
  EXPECT_FALSE(is_contiguous({{3, 2}, {1, 3}, 0}));
  EXPECT_FALSE(is_contiguous({{2, 2}, {0, 1}, 0}));
}

TEST(Strided, CopiesATransposedView) {
  const std::vector<std::uint8_t> storage = {9, 9, 0, 1, 2, 3, 4, 5};
  std::vector<std::uint8_t> copy(6);
  copy_contiguous({{3, 2}, {1, 3}, 2}, 1, storage.data(), copy.data());
  EXPECT_EQ(copy, (std::vector<std::uint8_t>{0, 3, 1, 4, 2, 5}));
}

}  // namespace
}  // namespace remedy
