#include "core/study/architectures.h"

#include "core/error.h"
#include "core/text.h"
#include "core/uses.h"

namespace remedy {
namespace {

ArchitectureInfo residual(const char* name, const ResidualLayout& layout) {
  return {name, layout, name, {}};
}

ArchitectureInfo transformer(const char* name, const char* timm, const TransformerLayout& layout) {
  return {name, layout, timm, {}};
}

ArchitectureInfo dense(const char* name, const DenseLayout& layout) {
  return {name, layout, name, {}};
}

// A name without what timm writes behind it: "_224" of transformers, ".a1_in1k" of all. Other words
// there name another network ("_clip_224"). Those of the DeiT paper have the layout of the others.
std::string plain(std::string name) {
  name = name.substr(0, name.find('.'));
  if (name.rfind("deit_", 0) == 0) name = "vit_" + name.substr(5);
  const std::size_t patch = name.find("_patch");
  const std::size_t size = patch == std::string::npos ? patch : name.find('_', patch + 1);
  const bool number = size != std::string::npos && size + 1 < name.size() &&
                      name.find_first_not_of("0123456789", size + 1) == std::string::npos;
  return number ? name.substr(0, size) : name;
}

template <typename Layout>
const Layout& layout_of(const std::string& name, const char* kind) {
  const ArchitectureInfo* info = find_architecture(name);
  const Layout* layout = info == nullptr ? nullptr : std::get_if<Layout>(&info->layout);
  if (layout != nullptr) return *layout;
  const std::vector<std::string> names = architecture_names();
  throw Error("there is no {} \"{}\"{}; there are: {}", kind, name, did_you_mean(name, names),
              join(names, ", "));
}

}  // namespace

const std::vector<ArchitectureInfo>& architectures() {
  static const std::vector<ArchitectureInfo> all = {
      residual("resnet18", {false, {2, 2, 2, 2}}),
      residual("resnet34", {false, {3, 4, 6, 3}}),
      residual("resnet50", {true, {3, 4, 6, 3}}),
      residual("resnet101", {true, {3, 4, 23, 3}}),
      residual("resnet152", {true, {3, 8, 36, 3}}),
      residual("wide_resnet50_2", {true, {3, 4, 6, 3}, 2}),
      residual("wide_resnet101_2", {true, {3, 4, 23, 3}, 2}),
      dense("densenet121", {{6, 12, 24, 16}}),
      dense("densenet169", {{6, 12, 32, 32}}),
      dense("densenet201", {{6, 12, 48, 32}}),
      dense("densenet161", {{6, 12, 36, 24}, 48, 96}),
      transformer("vit_ti_16", "vit_tiny_patch16", {12, 192, 3, 768, 16}),
      transformer("vit_s_16", "vit_small_patch16", {12, 384, 6, 1536, 16}),
      transformer("vit_s_32", "vit_small_patch32", {12, 384, 6, 1536, 32}),
      transformer("vit_b_16", "vit_base_patch16", {12, 768, 12, 3072, 16}),
      transformer("vit_b_32", "vit_base_patch32", {12, 768, 12, 3072, 32}),
      transformer("vit_l_16", "vit_large_patch16", {24, 1024, 16, 4096, 16}),
      transformer("vit_l_32", "vit_large_patch32", {24, 1024, 16, 4096, 32}),
      transformer("vit_h_14", "vit_huge_patch14", {32, 1280, 16, 5120, 14}),
      {"torchscript", ScriptedLayout{}, "torchscript", {}},
  };
  return all;
}

std::vector<std::string> architecture_names() {
  std::vector<std::string> names;
  for (const ArchitectureInfo& info : architectures()) names.push_back(info.name);
  return names;
}

const ArchitectureInfo* find_architecture(const std::string& name) {
  for (const ArchitectureInfo& info : architectures()) {
    if (info.name == name || info.timm == plain(name)) return &info;
  }
  return nullptr;
}

bool has_geometry(const std::string& name) {
  const ArchitectureInfo* info = find_architecture(name);
  return info == nullptr || info->residual() != nullptr;
}

bool is_scripted(const std::string& name) {
  const ArchitectureInfo* info = find_architecture(name);
  return info != nullptr && info->scripted();
}

const ResidualLayout& residual_layout(const std::string& name) {
  return layout_of<ResidualLayout>(name, "residual network");
}

const TransformerLayout& transformer_layout(const std::string& name) {
  return layout_of<TransformerLayout>(name, "vision transformer");
}

const DenseLayout& dense_layout(const std::string& name) {
  return layout_of<DenseLayout>(name, "densely connected network");
}

std::string timm_name(const ArchitectureInfo& info, int pixels) {
  return info.transformer() == nullptr ? info.timm : fmt::format("{}_{}", info.timm, pixels);
}

std::vector<std::string> lacking(const ArchitectureInfo& info,
                                 const std::vector<std::string>& needs) {
  std::vector<std::string> missing;
  for (const std::string& need : needs) {
    const bool of_convolutions =
        need == needs_in_words::kBatchNorm || need == needs_in_words::kConvolutions;
    const bool none = info.transformer() != nullptr || info.scripted();
    if (of_convolutions && none) missing.push_back(need);
  }
  return missing;
}

}  // namespace remedy
