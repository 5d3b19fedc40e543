#include "model/checkpoint/fit/inspection.h"

#include <fmt/format.h>

#include "core/study/geometry.h"
#include "core/text.h"
#include "model/checkpoint/fit/other_network.h"
#include "model/checkpoint/tensor_checks.h"

namespace remedy {
namespace {

constexpr std::size_t kNamesOfASet = 4;
constexpr std::int64_t kUsualWidth = 64;

InspectedSet summary_of(const TensorSet& set) {
  InspectedSet summary;
  summary.key = set.key;
  for (const ListedTensor& tensor : set.tensors) {
    if (!tensor.is_tensor) continue;
    ++summary.tensors;
    summary.bytes += byte_count(tensor.shape, tensor.dtype).value_or(0);
    if (summary.names.size() < kNamesOfASet) summary.names.push_back(tensor.name);
  }
  return summary;
}

// As a study says it. Which one of several is meant has to be said whole.
std::string weights_value(const std::filesystem::path& file, const Recognised& network,
                          bool several) {
  const Fit& fit = network.fit;
  std::string ignore;
  for (const std::string& name : fit.superfluous) {
    const std::string pattern = yaml_quoted(name.substr(0, name.rfind('.') + 1) + "*");
    if (ignore.find(pattern) == std::string::npos) {
      ignore += (ignore.empty() ? "" : ", ") + pattern;
    }
  }
  if (!several && ignore.empty()) return yaml_quoted(file.string());
  std::string value = "{file: " + yaml_quoted(file.string());
  if (several) {
    value += fmt::format(", key: {}, prefix: {}", yaml_quoted(fit.key.empty() ? "." : fit.key),
                         yaml_quoted(fit.prefix));
  }
  if (!ignore.empty()) value += ", ignore: [" + ignore + "]";
  return value + "}";
}

std::string residual_keys(const ResidualShape& shape) {
  std::string text;
  if (shape.base_width != kUsualWidth) text += fmt::format("  base_width: {}\n", shape.base_width);
  const std::vector<std::string> stems = stems_of(shape.kernel);
  if (stems.empty()) {
    text += fmt::format("  stem: {{kernel: {}, stride: 2, pool: true}}\n", shape.kernel);
  } else if (stems.front() != "imagenet") {
    text += fmt::format("  stem: {}   # or {}\n", stems.front(),
                        join({stems.begin() + 1, stems.end()}, ", "));
  }
  return text;
}

// A guess that has to be looked at: 224 pixels of 256, and the same share of other sizes.
std::string preprocess_value(const NetworkShape& shape) {
  constexpr double kUsualShare = 0.875;
  const TransformerShape* transformer = shape.transformer();
  const std::int64_t crop = transformer == nullptr ? 224 : transformer->pixels;
  const auto resize = static_cast<std::int64_t>(static_cast<double>(crop) / kUsualShare);
  return fmt::format("{{resize: {}, crop: {}}}", resize, crop);
}

std::string baseline_text(const std::filesystem::path& file, const Recognised& network,
                          bool several) {
  const NetworkShape& shape = network.shape;
  std::string text = "baseline:\n  architecture: " + shape.architecture + "\n";
  if (const ResidualShape* residual = shape.residual()) text += residual_keys(*residual);
  text += "  weights: " + weights_value(file, network, several) + "\n";
  text += fmt::format("  classes: classes.txt   # {} lines: \"id name\", in the network's order\n",
                      shape.classes);
  const bool has_config = std::filesystem::exists(file.parent_path() / "config.json");
  text += has_config ? "  preprocess: auto   # what config.json beside the weights says\n"
                     : fmt::format("  preprocess: {}   # what it was trained with\n",
                                   preprocess_value(shape));
  text +=
      "  # expect: {suite: validation, top1: 0.76, within: 0.005}   # what it is known to have\n";
  return text;
}

std::vector<std::string> unseen_of(const NetworkShape& shape) {
  std::vector<std::string> lines;
  if (const ResidualShape* residual = shape.residual()) {
    const std::vector<std::string> stems = stems_of(residual->kernel);
    lines.push_back(fmt::format(
        "stride and pooling of the stem, a convolution of {0}x{0}: {1}", residual->kernel,
        stems.empty() ? "a map of kernel, stride, pool" : "stem: " + join(stems, ", ")));
    if (has_bottlenecks(shape.architecture)) {
      lines.emplace_back(
          "the place of the stride in bottlenecks: stride_in: 3x3 (torchvision, timm), 1x1 "
          "(caffe)");
    }
    lines.emplace_back("batch norm's epsilon: batch_norm_eps: 1e-5 (PyTorch)");
  }
  lines.emplace_back("the preprocessing: resize, crop, mean, std, interpolation");
  lines.emplace_back("the order of the classes");
  return lines;
}

Json to_json(const Recognised& network) {
  const Fit& fit = network.fit;
  Json json = {{"key", fit.key},
               {"prefix", fit.prefix},
               {"names", fit.names->name},
               {"architecture", network.shape.architecture},
               {"classes", network.shape.classes},
               {"superfluous", fit.superfluous},
               {"aside", fit.aside}};
  if (const ResidualShape* residual = network.shape.residual()) {
    json["base_width"] = residual->base_width;
    json["first_convolution"] = residual->kernel;
    json["stems"] = stems_of(residual->kernel);
  } else if (const TransformerShape* transformer = network.shape.transformer()) {
    json["pixels"] = transformer->pixels;
  }
  if (!fit.head.empty()) json["head"] = fit.head;
  if (!fit.parts.empty()) json["parts"] = fit.parts;
  return json;
}

}  // namespace

std::vector<std::string> stems_of(std::int64_t kernel) {
  std::vector<std::string> names;
  for (const NamedStem& named : named_stems()) {
    if (named.stem.kernel != kernel) continue;
    // Most networks that begin with 3x3 were made for CIFAR.
    names.insert(named.stem == Stem::kCifar ? names.begin() : names.end(), named.name);
  }
  return names;
}

Inspection inspect_checkpoint(const std::filesystem::path& file) {
  const std::unique_ptr<Checkpoint> checkpoint = open_checkpoint(file);
  Inspection inspection;
  inspection.file = file;
  inspection.networks = recognise(*checkpoint, {});
  for (const TensorSet& set : checkpoint->sets()) {
    if (!set.parts.empty()) continue;
    inspection.sets.push_back(summary_of(set));
    if (inspection.networks.empty()) inspection.sets.back().other = other_network(set);
  }
  if (inspection.networks.empty()) return inspection;
  const Recognised& first = inspection.networks.front();
  inspection.baseline = baseline_text(file, first, inspection.networks.size() > 1);
  inspection.unseen = unseen_of(first.shape);
  return inspection;
}

Json to_json(const Inspection& inspection) {
  Json json = {
      {"file", inspection.file.string()}, {"sets", Json::array()}, {"networks", Json::array()}};
  for (const InspectedSet& set : inspection.sets) {
    json["sets"].push_back(
        {{"key", set.key}, {"tensors", set.tensors}, {"bytes", set.bytes}, {"names", set.names}});
    if (!set.other.empty()) json["sets"].back()["other_network"] = set.other;
  }
  for (const Recognised& network : inspection.networks) {
    json["networks"].push_back(to_json(network));
  }
  json["unseen"] = inspection.unseen;
  json["baseline"] = inspection.baseline;
  return json;
}

}  // namespace remedy
