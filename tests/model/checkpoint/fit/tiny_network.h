// A residual network of a few kilobytes, and checkpoints of it as training scripts leave them.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "core/study/study.h"
#include "model/checkpoint/checkpoint_testing.h"
#include "model/checkpoint/fit/baseline_weights.h"
#include "model/checkpoint/fit/network_shape.h"
#include "model/checkpoint/pickle_text.h"
#include "temporary_directory.h"

namespace remedy::testing {

// Weights of a resnet18 of base width 2 with 3 classes, all different; `seed` tells two apart.
class TinyNetwork {
 public:
  static constexpr std::size_t kClasses = 3;

  explicit TinyNetwork(float seed = 0)
      : expected_(tensors_of({"resnet18", 3, ResidualShape{2, 7}})) {
    float next = seed;
    for (const ExpectedTensor& tensor : expected_) {
      std::size_t count = 1;
      for (const std::int64_t size : tensor.shape) count *= static_cast<std::size_t>(size);
      std::vector<float>& values = values_.emplace_back();
      for (std::size_t i = 0; i < count; ++i) values.push_back(next += 0.25F);
    }
  }

  const std::vector<ExpectedTensor>& tensors() const { return expected_; }
  const std::vector<float>& values(std::size_t tensor) const { return values_[tensor]; }

 private:
  std::vector<ExpectedTensor> expected_;
  std::vector<std::vector<float>> values_;
};

// How names and tensors are changed on the way into a file; an empty name leaves a tensor out.
struct Writing {
  std::function<std::string(const std::string&)> rename = [](const std::string& name) {
    return name;
  };
  std::string counter_type = "LongStorage";
  std::vector<std::int64_t> counter_shape;
  // Around the pickled call that makes each tensor.
  std::function<std::string(const std::string&)> wrap = [](const std::string& call) {
    return call;
  };
};

// Collects the storages of a .pth while its pickle is put together.
class PthFile {
 public:
  std::string tensor(const std::vector<std::int64_t>& shape, const std::string& bytes,
                     std::size_t element, const std::string& storage) {
    namespace p = pickled;
    const std::string key = std::to_string(storages_.size());
    storages_.push_back(bytes);
    std::vector<std::string> sizes, strides(shape.size());
    std::int64_t step = 1;
    for (std::size_t i = shape.size(); i-- > 0;) {
      strides[i] = p::integer(step);
      step *= shape[i];
    }
    for (const std::int64_t size : shape) sizes.push_back(p::integer(size));
    const std::string id =
        p::tuple({p::text("storage"), p::global("torch", storage), p::text(key), p::text("cpu"),
                  p::integer(static_cast<std::int64_t>(bytes.size() / element))});
    return p::call(
        p::global("torch._utils", "_rebuild_tensor_v2"),
        {id + "Q", p::integer(0), p::tuple(sizes), p::tuple(strides), "\x89", p::ordered_dict({})});
  }

  std::string floats(const std::vector<std::int64_t>& shape, const std::vector<float>& values) {
    return tensor(shape,
                  std::string(reinterpret_cast<const char*>(values.data()), 4 * values.size()), 4,
                  "FloatStorage");
  }

  pickled::Items items(const TinyNetwork& network, const Writing& writing = {}) {
    pickled::Items items;
    for (std::size_t i = 0; i < network.tensors().size(); ++i) {
      const ExpectedTensor& tensor = network.tensors()[i];
      const std::string name = writing.rename(tensor.name);
      if (name.empty()) continue;
      if (tensor.counter) {
        const std::size_t size = writing.counter_type == "LongStorage" ? 8 : 4;
        const std::string bytes = pickled::little_endian(7, static_cast<int>(size));
        items.emplace_back(name,
                           this->tensor(writing.counter_shape, bytes, size, writing.counter_type));
      } else {
        items.emplace_back(name, writing.wrap(floats(tensor.shape, network.values(i))));
      }
    }
    return items;
  }

  std::filesystem::path write(const std::filesystem::path& file, const std::string& value) const {
    std::vector<std::pair<std::string, std::string>> entries = {
        {"a/data.pkl", "\x80\x02" + value + "."}};
    for (std::size_t i = 0; i < storages_.size(); ++i) {
      entries.emplace_back("a/data/" + std::to_string(i), storages_[i]);
    }
    write_archive(file, entries);
    return file;
  }

 private:
  std::vector<std::string> storages_;
};

inline Baseline tiny_baseline(const std::filesystem::path& weights) {
  Baseline baseline;
  baseline.architecture = "resnet18";
  baseline.base_width = 2;
  baseline.weights = weights;
  return baseline;
}

// Checks files against the plain one: the same tensors under the same names compute the same
// logits.
class Checkpoints : public ::testing::Test {
 protected:
  static std::string prefixed(const std::string& prefix, const std::string& name) {
    return prefix + name;
  }

  // A state dict alone, as torch.save(model.state_dict()) writes it.
  std::string plain_content(const TinyNetwork& network = TinyNetwork()) const {
    PthFile file;
    const auto path = file.write(folder_ / "plain.pth", pickled::ordered_dict(file.items(network)));
    return content(path);
  }

  static std::string content(const std::filesystem::path& file) {
    return content(tiny_baseline(file));
  }
  static std::string content(const Baseline& baseline) {
    return read_baseline_weights(baseline, TinyNetwork::kClasses).weights.content();
  }
  static std::string note(const std::filesystem::path& file) {
    return read_baseline_weights(tiny_baseline(file), TinyNetwork::kClasses).note;
  }

  static std::string refused(const std::filesystem::path& file) {
    return refused(tiny_baseline(file));
  }
  static std::string refused(const Baseline& baseline,
                             std::size_t classes = TinyNetwork::kClasses) {
    try {
      read_baseline_weights(baseline, classes);
      return "";
    } catch (const Error& error) {
      return error.what();
    }
  }

  const TemporaryDirectory folder_;
};

}  // namespace remedy::testing
