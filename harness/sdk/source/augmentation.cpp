#include "remedy/augmentation.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <cmath>

namespace remedy {
namespace {

// float [n, 4]: boxes within the unit square of at least `least` of its area. A box that would be
// wider or higher than the image is as wide or high as it.
at::Tensor random_boxes(std::int64_t n, double least) {
  const at::Tensor area = at::empty({n}).uniform_(least, 1);
  const double widest = std::log(4.0 / 3);
  const at::Tensor ratio = at::empty({n}).uniform_(-widest, widest).exp();  // width by height
  at::Tensor width = (area * ratio).sqrt(), height = (area / ratio).sqrt();
  const at::Tensor whole = at::ones({n});
  // What is cut off one side is given to the other, so that the area stays.
  width = at::minimum(area / at::minimum(height, whole), whole);
  height = at::minimum(area / width, whole);
  const at::Tensor left = at::rand({n}) * (1 - width), top = at::rand({n}) * (1 - height);
  return at::stack({left, top, width, height}, 1);
}

// Of one axis: where each of `count` pixels of the output is sampled, from -1 to 1 over the whole
// input, float [n, count]. Not beyond the box: its outermost pixels go on instead.
at::Tensor sampled_at(const at::Tensor& start, const at::Tensor& length, std::int64_t count) {
  const auto pixels = static_cast<double>(count);
  const at::Tensor centres = (at::arange(count, at::kFloat) + 0.5) / pixels;
  const at::Tensor places = start.unsqueeze(1) + length.unsqueeze(1) * centres;
  const at::Tensor half = (length / 2).clamp_max(0.5 / pixels).unsqueeze(1);
  const at::Tensor inside = at::minimum(at::maximum(places, start.unsqueeze(1) + half),
                                        (start + length).unsqueeze(1) - half);
  return 2 * inside - 1;
}

}  // namespace

Augmentation::Augmentation(const Parameters& parameters)
    : crop(parameters.real("crop")), flip(parameters.flag("flip")) {}

std::vector<ParameterSpec> augmentation_parameters() {
  return {real("crop", 1, {0, 1, true, false},
               "least share of an image's area that a random crop keeps; 1: no crop"),
          flag("flip", false, "mirrors every second training image, at random, left to right")};
}

at::Tensor cropped(const at::Tensor& images, const at::Tensor& boxes, const at::Tensor& mirrored) {
  const std::int64_t n = images.size(0), height = images.size(2), width = images.size(3);
  at::Tensor x = sampled_at(boxes.select(1, 0), boxes.select(1, 2), width);
  x = at::where(mirrored.unsqueeze(1), x.flip(1), x);
  const at::Tensor y = sampled_at(boxes.select(1, 1), boxes.select(1, 3), height);
  const at::Tensor grid = at::stack(
      {x.unsqueeze(1).expand({n, height, width}), y.unsqueeze(2).expand({n, height, width})}, 3);
  constexpr std::int64_t kBilinear = 0, kBorder = 1;
  return at::grid_sampler(images, grid.to(images.device()), kBilinear, kBorder,
                          /*align_corners=*/false)
      .contiguous(images.suggest_memory_format());
}

at::Tensor augmented(const at::Tensor& images, const Augmentation& how) {
  const at::NoGradGuard no_grad;
  const std::int64_t n = images.size(0);
  const at::Tensor mirrored = how.flip ? at::rand({n}) < 0.5 : at::zeros({n}, at::kBool);
  if (how.crop < 1) return cropped(images, random_boxes(n, how.crop), mirrored);
  if (!how.flip) return images;
  return at::where(mirrored.view({n, 1, 1, 1}).to(images.device()), images.flip(3), images)
      .contiguous(images.suggest_memory_format());
}

}  // namespace remedy
