// Suites that do not lie on the device.
#include "evaluate/suite_pass.h"

#include "evaluate/prefix_cache.h"
#include "simulated/streams.h"
#include "simulated/transfers.h"
#include "simulated/work_on_device.h"

namespace remedy::simulated {
namespace {

// The mean of each channel.
class Means final : public Model {
 public:
  const std::vector<std::string>& stages() const override { return stages_; }
  at::Tensor run(const at::Tensor& input, std::size_t, std::size_t) override {
    return input.mean({2, 3});
  }
  const std::vector<NamedTensor>& parameters() const override { return none_; }
  const std::vector<NamedTensor>& buffers() const override { return none_; }
  void train(bool) override {}
  bool is_training() const override { return false; }
  BatchNormStatistics* batch_norm() override { return nullptr; }
  std::unique_ptr<Model> clone() const override { return std::make_unique<Means>(); }

 private:
  std::vector<std::string> stages_ = {"all"};
  std::vector<NamedTensor> none_;
};

class SuitePasses : public WorkOnDevice {
 protected:
  ~SuitePasses() override { limit_memory(kDevice, 0); }

  // Leaves so many bytes beside what lies on the device.
  static void leave(std::size_t room) { limit_memory(kDevice, memory_use(kDevice).bytes + room); }

  // A suite that does not lie on the device, which has room for some batches.
  SuiteTensor streamed() const {
    leave(std::size_t{1} << 18);
    SuiteTensor tensor = suite(kDevice);
    EXPECT_EQ(tensor.pixels().device(), c10::Device(c10::kCPU));
    return tensor;
  }
};

TEST_F(SuitePasses, ADeviceThatHoldsATenthGivesTheSameLogits) {
  constexpr std::int64_t kMany = 400;
  const at::Tensor pixels = at::randint(256, {kMany, kSide, kSide, 3}, at::kByte);
  const auto logits = [&](c10::Device expected_at) {
    const SuiteTensor suite(pixels.data_ptr<std::uint8_t>(), kMany, kSide, kSide, Preprocess{},
                            kDevice);
    EXPECT_EQ(suite.pixels().device(), expected_at);
    Means model;
    reset_transfers();
    return compute_logits(model, suite, /*batch=*/4);
  };
  const at::Tensor expected = logits(kDevice);
  const std::size_t before = memory_use(kDevice).bytes;
  const auto tenth = static_cast<std::size_t>(pixels.nbytes()) / 10;
  leave(tenth);
  EXPECT_TRUE(logits(c10::Device(c10::kCPU)).equal(expected));
  EXPECT_EQ(transfers().to_device, kMany / 4);
  EXPECT_EQ(transfers().waits, 1);  // for the logits
  EXPECT_LE(memory_use(kDevice).peak, before + tenth);
}

TEST_F(SuitePasses, ABatchThatDoesNotFitIsHalvedThereToo) {
  const at::Tensor expected = compute_logits(network_, suite(kDevice), 4);
  leave(std::size_t{1} << 19);
  EXPECT_TRUE(compute_logits(network_, suite(kDevice), kImages).allclose(expected, 1e-4, 1e-4));
}

TEST_F(SuitePasses, BatchesMayComeInAnyOrder) {
  const at::Tensor expected = suite(kDevice).images(0, kImages).to(at::kCPU);
  const SuiteTensor images = streamed();
  SuitePass pass(images);
  for (const auto& [first, count] : {std::pair<std::int64_t, std::int64_t>{0, 8},
                                     {8, 8},
                                     {0, 8},
                                     {32, 8},
                                     {4, 2},
                                     {6, 2},
                                     {39, 1}}) {
    EXPECT_TRUE(pass.images(first, count).to(at::kCPU).equal(expected.narrow(0, first, count)))
        << first;
  }
}

TEST_F(SuitePasses, ItsBuffersAreFreed) {
  const SuiteTensor images = streamed();
  const std::size_t before = memory_use(kDevice).bytes;
  SuitePass(images).images(0, 8);
  second_stream(kDevice).synchronize();  // the batch that nobody asked for
  EXPECT_EQ(memory_use(kDevice).bytes, before);
}

TEST_F(SuitePasses, HalfOfTheDeviceStaysFree) {
  const auto bytes = static_cast<std::size_t>(pixels_.nbytes());
  const std::size_t before = memory_use(kDevice).bytes;
  limit_memory(kDevice, 2 * (before + bytes) + (1 << 16));
  EXPECT_EQ(suite(kDevice).pixels().device(), kDevice);
  limit_memory(kDevice, 2 * (before + bytes) - (1 << 16));
  EXPECT_EQ(suite(kDevice).pixels().device(), c10::Device(c10::kCPU));
}

TEST_F(SuitePasses, ActivationsAreKeptWhereThereIsRoomAlone) {
  const SuiteTensor images = suite(kDevice);
  const auto inference = make_inference_network(network_, Precision::kFloat32);
  const auto kept = [&](std::size_t room) {
    if (room > 0) leave(room);
    CacheBudget budget;
    PrefixCache cache(*inference, images, 8, budget);
    cache.logits(*inference, 3);
    return CacheBudget().bytes - budget.bytes;
  };
  const std::int64_t all = kept(/*room=*/0);
  EXPECT_GT(all, 0);
  EXPECT_EQ(kept(static_cast<std::size_t>(4 * all) - 1), 0);
}

}  // namespace
}  // namespace remedy::simulated
