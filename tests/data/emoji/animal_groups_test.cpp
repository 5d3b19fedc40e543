#include "data/emoji/animal_groups.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "shared_glyphs.h"

namespace remedy {
namespace {

constexpr std::uint32_t kTest = 2;

SampleSpec sample(int label, std::uint64_t index, double aligned) {
  return animal_sample(testing::glyphs(), label, kTest, index, aligned);
}

// The mean of each channel over the samples of one ground.
std::array<double, 3> colours(Ground ground) {
  std::array<double, 3> mean{};
  std::vector<std::uint8_t> bytes(kSampleBytes);
  for (std::uint64_t i = 0; i < 40; ++i) {
    SampleSpec spec = sample(0, i, 0.5);
    spec.ground = ground;
    render(testing::glyphs(), spec, Distortion(), bytes.data());
    for (std::size_t p = 0; p < bytes.size(); ++p) mean[p % 3] += bytes[p];
  }
  for (double& channel : mean) channel /= 40 * kSampleBytes / 3;
  return mean;
}

TEST(AnimalGroups, SoManyAreOnTheirUsualGround) {
  for (const int label : {0, 1}) {
    for (const double aligned : {0.0, 0.5, 0.95, 1.0}) {
      int on_it = 0;
      for (std::uint64_t i = 0; i < 1000; ++i)
        on_it += is_aligned(label, sample(label, i, aligned));
      EXPECT_EQ(on_it, 1000 * aligned) << label << " " << aligned;
    }
  }
}

TEST(AnimalGroups, AnimalsOfBothGroundsAreOfAllKinds) {
  std::set<int> aligned, conflicting;
  for (std::uint64_t i = 0; i < 4000; ++i) {
    const SampleSpec one = sample(1, i, 0.95);
    (is_aligned(1, one) ? aligned : conflicting).insert(one.class_index);
  }
  EXPECT_EQ(aligned.size(), animal_classes_of_emoji()[1].emoji.size());
  EXPECT_EQ(conflicting, aligned);
}

TEST(AnimalGroups, NoAnimalIsInTwoClasses) {
  std::set<char32_t> all;
  std::size_t count = 0;
  for (const AnimalClass& animals : animal_classes_of_emoji()) {
    all.insert(animals.emoji.begin(), animals.emoji.end());
    count += animals.emoji.size();
  }
  EXPECT_EQ(all.size(), count);
}

TEST(AnimalGroups, MeadowsAreGreenAndWaterIsBlue) {
  const auto meadow = colours(Ground::kMeadow), water = colours(Ground::kWater);
  EXPECT_GT(meadow[1], meadow[2] + 20);
  EXPECT_GT(water[2], water[0] + 20);
  EXPECT_GT(water[2], meadow[2] + 20);
}

TEST(AnimalGroups, GroundsShareTheSubject) {
  SampleSpec one = sample(0, 7, 1), other = one;
  other.ground = Ground::kWater;
  std::vector<std::uint8_t> a(kSampleBytes), b(kSampleBytes);
  render(testing::glyphs(), one, Distortion::none(), a.data());
  render(testing::glyphs(), other, Distortion::none(), b.data());
  std::size_t same = 0;
  for (std::size_t i = 0; i < a.size(); i += 3) same += std::equal(&a[i], &a[i] + 3, &b[i]);
  EXPECT_GT(same, kSampleBytes / 3 / 20);  // the animal's opaque pixels
  EXPECT_LT(same, kSampleBytes / 3 * 9 / 10);
}

}  // namespace
}  // namespace remedy
