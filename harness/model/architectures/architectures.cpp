#include "model/architectures/architectures.h"

#include "core/study/architectures.h"
#include "model/architectures/densenet.h"
#include "model/architectures/resnet.h"
#include "model/architectures/scripted.h"
#include "model/architectures/vision_transformer.h"
#include "model/checkpoint/fit/baseline_weights.h"
#include "model/weights.h"

namespace remedy {
namespace {

Architecture residual_architecture(const Baseline& baseline, int classes) {
  return {baseline.architecture,       classes,
          baseline.base_width,         baseline.geometry.stem,
          baseline.geometry.stride_in, baseline.geometry.batch_norm_eps};
}

}  // namespace

std::unique_ptr<Network> make_network(const Baseline& baseline, int classes, c10::Device device) {
  const ArchitectureInfo* info = find_architecture(baseline.architecture);
  if (info != nullptr && info->transformer() != nullptr) {
    return std::make_unique<VisionTransformer>(
        TransformerArchitecture{info->name, *info->transformer(), classes,
                                baseline.preprocess.crop},
        device);
  }
  if (info != nullptr && info->dense() != nullptr) {
    return std::make_unique<DenseNet>(DenseArchitecture{info->name, *info->dense(), classes},
                                      device);
  }
  if (info != nullptr && info->scripted()) {
    return load_scripted(baseline.weights, baseline.head, classes, baseline.preprocess.crop,
                         device);
  }
  return std::make_unique<ResNet>(residual_architecture(baseline, classes), device);
}

LoadedBaseline load_baseline(const Baseline& baseline, int classes, c10::Device device) {
  LoadedBaseline loaded{make_network(baseline, classes, device), ""};
  if (is_scripted(baseline.architecture)) {
    loaded.content = weights_content(baseline, static_cast<std::size_t>(classes)).content;
    return loaded;
  }
  const StateDict weights =
      read_baseline_weights(baseline, static_cast<std::size_t>(classes)).weights;
  load_weights(*loaded.network, weights, baseline.weights.string());
  loaded.content = weights.content();
  return loaded;
}

}  // namespace remedy
