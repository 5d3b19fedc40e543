#include "data/emoji/sample.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

#include "core/hash.h"
#include "shared_glyphs.h"

namespace remedy {
namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes rendered(const std::vector<SampleSpec>& specs, int threads = 1,
               const Distortion& distortion = {}) {
  Bytes bytes(specs.size() * kSampleBytes);
  render_batch(testing::glyphs(), specs, distortion, threads, bytes.data());
  return bytes;
}

std::vector<SampleSpec> assorted(int count) {
  std::vector<SampleSpec> specs;
  for (int place = 0; place < count; ++place) {
    specs.push_back({place * 37 % 1000, 5, static_cast<std::uint64_t>(place),
                     place % 3 == 0 ? Recolour::kRainbow : Recolour::kNone});
  }
  return specs;
}

// Another font, FreeType or libpng may give other glyphs; these bytes belong to one set of them.
TEST(Sample, BytesAreThoseOfTheGeneratorsVersion) {
  const std::string known = "b41e2adc0e6dee1ee0f1e84f07fe929d5faf175f33a2908adc137925a198b2bb";
  if (testing::glyphs().content() != known) {
    GTEST_SKIP() << "the installed font's glyphs are " << testing::glyphs().content()
                 << ", the pinned samples were made of " << known;
  }
  const Bytes bytes = rendered(assorted(60));
  Sha256 hash;
  hash.update(bytes.data(), bytes.size());
  EXPECT_EQ(hash.hex(), "7c465de31a7cefd5bfd63c14f089895740a986e4d8e98e39722c12e697b54e35")
      << "samples changed: raise kGeneratorVersion, and pin the new bytes";
}

TEST(Sample, BytesDoNotDependOnTheNumberOfThreads) {
  const std::vector<SampleSpec> specs = assorted(50);
  const Bytes one = rendered(specs, 1);
  EXPECT_EQ(rendered(specs, 2), one);
  EXPECT_EQ(rendered(specs, 7), one);
  EXPECT_EQ(rendered(specs, 100), one);
}

TEST(Sample, ABatchIsItsSamplesOneByOne) {
  const std::vector<SampleSpec> specs = assorted(8);
  const Bytes batch = rendered(specs, 3);
  for (std::size_t place = 0; place < specs.size(); ++place) {
    Bytes single(kSampleBytes);
    render(testing::glyphs(), specs[place], {}, single.data());
    EXPECT_TRUE(std::equal(single.begin(), single.end(),
                           batch.begin() + static_cast<std::ptrdiff_t>(place * kSampleBytes)));
  }
}

TEST(Sample, AnEmptyBatchIsNothing) { EXPECT_TRUE(rendered({}, 4).empty()); }

TEST(Sample, ClassSplitAndIndexEachMakeAnother) {
  const int cow = testing::glyphs().class_index("cow");
  std::set<Bytes> distinct;
  for (const int class_index : {cow, cow + 1}) {
    for (std::uint32_t split = 0; split < 4; ++split) {
      for (const std::uint64_t index :
           {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1} << 32}) {
        distinct.insert(rendered({{class_index, split, index, Recolour::kNone}}));
      }
    }
  }
  EXPECT_EQ(distinct.size(), 24U);
}

TEST(Sample, ARecolouredOneIsTheSameSceneWithAnotherSubject) {
  const int cow = testing::glyphs().class_index("cow");
  Distortion still = Distortion::none();
  still.noise = 0.05F;
  for (std::uint64_t index = 0; index < 20; ++index) {
    const Bytes own = rendered({{cow, 0, index, Recolour::kNone}}, 1, still);
    const Bytes rainbow = rendered({{cow, 0, index, Recolour::kRainbow}}, 1, still);
    std::size_t changed = 0;
    for (std::size_t place = 0; place < kSampleBytes; ++place)
      changed += own[place] != rainbow[place];
    EXPECT_GT(changed, kSampleBytes / 40) << "no recolouring to be seen, index " << index;
    EXPECT_LT(changed, kSampleBytes * 3 / 4) << "the background changed too, index " << index;
  }
}

TEST(Sample, StrengthOneIsTheDefault) {
  const std::vector<SampleSpec> specs = assorted(5);
  EXPECT_EQ(rendered(specs, 1, Distortion::of_strength(1)), rendered(specs));
  EXPECT_NE(rendered(specs, 1, Distortion::of_strength(0.5F)), rendered(specs));
}

TEST(TrainingRecolour, HasTheWantedShareOfEveryClassButTheProtected) {
  const GlyphSet& set = testing::glyphs();
  const int cow = set.class_index("cow");
  const int ox = set.class_index("ox");
  constexpr int kSamples = 4000;
  constexpr float kShare = 0.3F;
  for (const int class_index : {0, cow - 20, cow, ox, 999}) {
    int recoloured = 0;
    for (std::uint64_t index = 0; index < kSamples; ++index) {
      recoloured += recoloured_in_training({class_index, 2, index}, kShare, {cow, ox}) ? 1 : 0;
    }
    if (class_index == cow || class_index == ox) {
      EXPECT_EQ(recoloured, 0);
    } else {
      const double deviation = std::sqrt(kSamples * 0.3 * 0.7);
      EXPECT_NEAR(recoloured, kSamples * 0.3, 5 * deviation) << "class " << class_index;
    }
  }
}

TEST(TrainingRecolour, SharesOfNothingAndOfAllAreExact) {
  for (std::uint64_t index = 0; index < 500; ++index) {
    EXPECT_FALSE(recoloured_in_training({1, 0, index}, 0.0F, {}));
    EXPECT_TRUE(recoloured_in_training({1, 0, index}, 1.0F, {}));
  }
}

TEST(TrainingRecolour, DoesNotDependOnTheSpecsOwnRecolour) {
  for (std::uint64_t index = 0; index < 100; ++index) {
    EXPECT_EQ(recoloured_in_training({1, 0, index, Recolour::kNone}, 0.5F, {}),
              recoloured_in_training({1, 0, index, Recolour::kRainbow}, 0.5F, {}));
  }
}

}  // namespace
}  // namespace remedy
