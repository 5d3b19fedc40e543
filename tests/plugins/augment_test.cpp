// What a network is shown by a method that changes its images.
#include "plugins/catalogue.h"
#include "plugins/flat_model.h"

namespace remedy {
namespace {

using namespace catalogue;

// Remembers the images that it was trained on.
class Watching final : public Model {
 public:
  const std::vector<std::string>& stages() const override { return inner_.stages(); }
  at::Tensor run(const at::Tensor& input, std::size_t first, std::size_t last) override {
    if (first == 0 && is_training()) shown.push_back(input.detach().clone());
    return inner_.run(input, first, last);
  }
  const std::vector<NamedTensor>& parameters() const override { return inner_.parameters(); }
  const std::vector<NamedTensor>& buffers() const override { return inner_.buffers(); }
  void train(bool on) override { inner_.train(on); }
  bool is_training() const override { return inner_.is_training(); }
  BatchNormStatistics* batch_norm() override { return nullptr; }
  std::unique_ptr<Model> clone() const override { return inner_.clone(); }

  std::vector<at::Tensor> shown;

 private:
  FlatModel inner_;
};

// Pixels from 0.1 to 0.9, as float images of FakeContext's mean and deviation: [14, 3, 1, 2].
at::Tensor coloured_pixels() { return flat_values(14, 6, 2).view({14, 3, 1, 2}) * 0.3 + 0.4; }

std::vector<at::Tensor> shown_pixels(const Values& changes) {
  FlatContext context;
  context.above = 1;
  context.data_.images = ((coloured_pixels() - 0.5) / 0.25).to(at::kFloat);
  Watching model;
  at::manual_seed(3);
  Values values = changes;
  values.emplace("learning_rate", 0.001);
  apply("cue_augment", values, model, context);
  std::vector<at::Tensor> pixels;
  for (const at::Tensor& one : model.shown) {
    pixels.push_back(one.to(at::kDouble) * 0.25 + 0.5);
  }
  return pixels;
}

at::Tensor luma(const at::Tensor& p) {
  return 0.299 * p.select(1, 0) + 0.587 * p.select(1, 1) + 0.114 * p.select(1, 2);
}

Values with_change(const std::string& change) { return {{"share", 1.0}, {"change", change}}; }

TEST(CueAugment, OfNoShareIsThePlainFinetuneBitForBit) {
  EXPECT_EQ(distance(*after("cue_augment", {{"share", 0.0}}), *after("mixed_finetune", {})), 0);
}

TEST(CueAugment, ChangesTheAnchorsAloneAndAnewAtEveryStep) {
  const at::Tensor before = coloured_pixels();
  const auto shown = shown_pixels(with_change("rainbow"));
  ASSERT_EQ(shown.size(), 3U);
  for (const at::Tensor& pixels : shown) {
    EXPECT_TRUE(at::allclose(pixels.narrow(0, 0, 10), before.narrow(0, 0, 10), 0, 1e-6));
    const at::Tensor moved = (pixels - before).abs().amax({1, 2, 3}).narrow(0, 10, 4);
    EXPECT_GT(moved.min().item<double>(), 0.05);
  }
  EXPECT_GT((shown[0] - shown[1]).abs().max().item<double>(), 0.05);
}

TEST(CueAugment, AShareOfTheAnchorsIsChangedOnAverage) {
  const at::Tensor before = coloured_pixels();
  double changed = 0, steps = 0;
  for (const at::Tensor& pixels : shown_pixels({{"share", 0.5}})) {
    changed += ((pixels - before).abs().amax({1, 2, 3}) > 1e-3).sum().item<double>();
    ++steps;
  }
  EXPECT_GT(changed, 0);
  EXPECT_LT(changed, 4 * steps);
}

// Fully saturated: the least channel of a pixel is 0, the largest what its brightness was.
TEST(CueAugment, RainbowColoursAreSaturatedAndKeepTheBrightness) {
  const at::Tensor before = coloured_pixels().narrow(0, 10, 4);
  const at::Tensor now = shown_pixels(with_change("rainbow"))[0].narrow(0, 10, 4);
  EXPECT_LT(now.amin(1).abs().max().item<double>(), 1e-6);
  EXPECT_TRUE(at::allclose(now.amax(1), 0.15 + 0.85 * luma(before), 0, 1e-6));
}

TEST(CueAugment, RainbowHuesRunOverAPicture) {
  const at::Tensor now = shown_pixels(with_change("rainbow"))[0].narrow(0, 10, 4);
  const at::Tensor strongest = now.argmax(1);  // [4, 1, 2]
  const at::Tensor relative = now / now.amax(1, /*keepdim=*/true);
  EXPECT_GT((relative.select(3, 0) - relative.select(3, 1)).abs().max().item<double>(), 0.05)
      << strongest;
}

TEST(CueAugment, GrayscaleIsTheBrightnessInEveryChannel) {
  const at::Tensor before = coloured_pixels().narrow(0, 10, 4);
  const at::Tensor now = shown_pixels(with_change("grayscale"))[0].narrow(0, 10, 4);
  EXPECT_TRUE(at::allclose(now, luma(before).unsqueeze(1).expand_as(now), 0, 1e-6));
}

TEST(CueAugment, PaletteIsACyclicOrderOfTheChannelsAndNotTheOwn) {
  const at::Tensor before = coloured_pixels().narrow(0, 10, 4);
  const at::Tensor one = before.roll(1, 1), two = before.roll(2, 1);
  int ones = 0, twos = 0;
  for (const at::Tensor& shown : shown_pixels(with_change("palette"))) {
    const at::Tensor now = shown.narrow(0, 10, 4);
    for (std::int64_t i = 0; i < 4; ++i) {
      const bool is_one = at::allclose(now[i], one[i], 0, 1e-6);
      EXPECT_TRUE(is_one || at::allclose(now[i], two[i], 0, 1e-6));
      ++(is_one ? ones : twos);
    }
  }
  EXPECT_GT(ones, 0);
  EXPECT_GT(twos, 0);
}

}  // namespace
}  // namespace remedy
