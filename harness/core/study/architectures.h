// The networks that a study may name, and what is to be known of them without libtorch.
#pragma once

#include <array>
#include <string>
#include <variant>
#include <vector>

#include "core/study/preprocess.h"

namespace remedy {

// A residual network: He et al., CVPR 2016, table 1; wide ones: Zagoruyko and Komodakis, BMVC 2016.
struct ResidualLayout {
  bool bottlenecks = false;     // so that the place of the stride matters (core/study/geometry.h)
  std::array<int, 4> blocks{};  // of each layer
  int widening = 1;             // channels inside a bottleneck, in multiples of the usual ones
};

// A vision transformer: Dosovitskiy et al., ICLR 2021, table 1; the smaller ones: Touvron et al.,
// ICML 2021, table 1.
struct TransformerLayout {
  int layers = 0;
  int width = 0;   // numbers a token has
  int heads = 0;   // of attention; `width` is a multiple
  int hidden = 0;  // numbers in the middle of a layer's perceptron
  int patch = 0;   // pixels along a side
};

// A densely connected network: Huang et al., CVPR 2017, table 1.
struct DenseLayout {
  std::array<int, 4> blocks{};  // layers of each
  int growth = 32;              // channels that a layer adds
  int stem = 64;                // channels of the first convolution
};

// A program that somebody wrote in Python and saved by torch.jit.save: its layout is its own.
struct ScriptedLayout {};

struct ArchitectureInfo {
  std::string name;  // torchvision's where it has the network
  std::variant<ResidualLayout, TransformerLayout, DenseLayout, ScriptedLayout> layout;
  std::string timm;       // what timm calls it, but for the size of images
  Preprocess preprocess;  // what torchvision's weights were trained with

  const ResidualLayout* residual() const { return std::get_if<ResidualLayout>(&layout); }
  const TransformerLayout* transformer() const { return std::get_if<TransformerLayout>(&layout); }
  const DenseLayout* dense() const { return std::get_if<DenseLayout>(&layout); }
  bool scripted() const { return std::holds_alternative<ScriptedLayout>(layout); }
};

// "resnet18", ...
const std::vector<ArchitectureInfo>& architectures();
std::vector<std::string> architecture_names();
// By its name here or in timm, whose names may have a size of images and a tag behind them:
// "resnet50.a1_in1k", "vit_base_patch16_224". nullptr: there is no such name.
const ArchitectureInfo* find_architecture(const std::string& name);
// Whether a name is of a residual network, whose geometry a study gives, or not known at all.
bool has_geometry(const std::string& name);
bool is_scripted(const std::string& name);
// The layout of a network of that family. Throw Error on any other name.
const ResidualLayout& residual_layout(const std::string& name);
const TransformerLayout& transformer_layout(const std::string& name);
const DenseLayout& dense_layout(const std::string& name);
// What timm calls it, for images of `pixels` along a side.
std::string timm_name(const ArchitectureInfo& info, int pixels);

// What remediations need of a network, and this one has not, of `needs`: words of core/needs.h.
std::vector<std::string> lacking(const ArchitectureInfo& info,
                                 const std::vector<std::string>& needs);

}  // namespace remedy
