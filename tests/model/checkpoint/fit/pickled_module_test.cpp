// torch.save(model): the module's tensors are read, and nothing of it is made.
#include "model/checkpoint/fit/tiny_network.h"

namespace remedy::testing {
namespace {

using ::testing::HasSubstr;
namespace p = pickled;

class PickledModule : public Checkpoints {
 protected:
  // A tree of modules by the names of their tensors.
  static std::string module(const p::Items& items, const std::string& name = "Module") {
    p::Items parameters, buffers, modules;
    std::vector<std::pair<std::string, p::Items>> below;
    for (const auto& [key, value] : items) {
      const std::size_t dot = key.find('.');
      if (dot == std::string::npos) {
        const bool buffer = key.rfind("running", 0) == 0 || key.rfind("num_", 0) == 0;
        (buffer ? buffers : parameters).emplace_back(key, value);
        continue;
      }
      const std::string first = key.substr(0, dot);
      if (below.empty() || below.back().first != first) below.push_back({first, {}});
      below.back().second.emplace_back(key.substr(dot + 1), value);
    }
    for (const auto& [key, inner] : below) modules.emplace_back(key, module(inner));
    return p::object("torchvision.models.resnet", name,
                     {{"training", "\x88"},
                      {"_parameters", p::ordered_dict(parameters)},
                      {"_buffers", p::ordered_dict(buffers)},
                      {"_backward_hooks", p::ordered_dict({})},
                      {"_modules", p::ordered_dict(modules)}});
  }
};

TEST_F(PickledModule, IsReadAsItsStateDict) {
  PthFile file;
  const std::string network = module(file.items(TinyNetwork()));
  EXPECT_EQ(content(file.write(folder_ / "a.pth", network)), plain_content());
  EXPECT_EQ(content(file.write(folder_ / "a.pth", p::dict({{"model", network}}))), plain_content());
  Writing writing;
  writing.rename = [](const std::string& name) { return "module." + name; };
  EXPECT_EQ(content(file.write(folder_ / "a.pth", module(file.items(TinyNetwork(), writing)))),
            plain_content());
}

// Sixty modules, each with the one before it as both of its children: 2^60 paths to walk.
TEST_F(PickledModule, OneThatHoldsItselfManyTimesEnds) {
  PthFile file;
  std::string value = module({{"w", file.floats({1}, {1})}}) + binary("q\x01");
  for (int i = 0; i < 60; ++i) {
    value = p::object("m", "M",
                      {{"_parameters", p::dict({})},
                       {"_modules", p::dict({{"a", value}, {"b", binary("h\x01")}})}}) +
            binary("q\x01");
  }
  EXPECT_NE(refused(file.write(folder_ / "a.pth", value)), "");
}

}  // namespace
}  // namespace remedy::testing
