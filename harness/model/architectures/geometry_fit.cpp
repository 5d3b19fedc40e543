#include "model/architectures/geometry_fit.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>

namespace remedy {
namespace {

// Divergences, in nats. Trained networks lie below the first on images like those they were trained
// on, under their own geometry alone; random ones lie far above the second under any.
constexpr double kFits = 0.01;
constexpr double kMayFit = 0.1;
constexpr double kTimesWorse = 3;
constexpr double kMostOfAChannel = 5;

// Stems that the same weights take. Of 3x3 ones there are several in use; larger ones are what they
// are.
std::vector<Stem> stems_like(const Stem& given) {
  if (given.kernel != 3) return {given};
  std::vector<Stem> stems;
  for (const int stride : {1, 2}) {
    stems.push_back({given.kernel, stride, std::nullopt});
    stems.push_back({given.kernel, stride, StemPooling{}});
  }
  return stems;
}

}  // namespace

double statistics_misfit(const ResNet& network, const at::Tensor& images) {
  const at::NoGradGuard no_grad;
  const std::unique_ptr<Network> copy = network.copy();
  copy->train(true);
  copy->batch_norm()->set_momentum(1);  // what it holds afterwards is of these images alone
  copy->forward(images);
  double sum = 0;
  int layers = 0;
  for (std::size_t i = 0; i + 1 < network.buffers().size(); ++i) {
    if (network.buffers()[i].name.find("running_mean") == std::string::npos) continue;
    const double epsilon = network.architecture().batch_norm_eps;
    const at::Tensor mean = network.buffers()[i].tensor;  // the variance stands behind it
    const at::Tensor variance = network.buffers()[i + 1].tensor + epsilon;
    const at::Tensor ratio = (copy->buffers()[i + 1].tensor + epsilon) / variance;
    const at::Tensor shift = (copy->buffers()[i].tensor - mean).square() / variance;
    sum +=
        (0.5 * (ratio + shift - 1 - ratio.log())).clamp_max(kMostOfAChannel).mean().item<double>();
    ++layers;
  }
  return sum / std::max(layers, 1);
}

std::optional<BetterGeometry> better_geometry(const Network& network, const at::Tensor& images) {
  const auto* residual = dynamic_cast<const ResNet*>(&network);
  if (residual == nullptr) return std::nullopt;
  const std::vector<Stem> stems = stems_like(residual->architecture().stem);
  std::vector<StrideIn> places = {StrideIn::k3x3};
  if (has_bottlenecks(residual->architecture().name)) places.push_back(StrideIn::k1x1);
  if (stems.size() * places.size() == 1) return std::nullopt;
  const double given = statistics_misfit(*residual, images);
  if (given < kFits) return std::nullopt;
  std::optional<BetterGeometry> best;
  for (const Stem& stem : stems) {
    for (const StrideIn place : places) {
      Architecture architecture = residual->architecture();
      architecture.stem = stem;
      architecture.stride_in = place;
      ResNet other(architecture, network.device());
      other.copy_from(network);
      const double misfit = statistics_misfit(other, images);
      if (!best || misfit < best->misfit) {
        best = BetterGeometry{{stem, place, architecture.batch_norm_eps}, misfit, given};
      }
    }
  }
  const bool beyond_doubt = best->misfit < kMayFit && best->misfit * kTimesWorse < given;
  return beyond_doubt ? best : std::nullopt;
}

}  // namespace remedy
