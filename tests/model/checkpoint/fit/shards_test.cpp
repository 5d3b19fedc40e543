// Weights in several files, by their index.
#include "core/json.h"
#include "model/checkpoint/fit/tiny_network.h"

namespace remedy::testing {
namespace {

using ::testing::HasSubstr;
namespace p = pickled;

class ShardIndex : public Checkpoints {
 protected:
  // The network's tensors in `count` shards, tensor by tensor in turn.
  std::filesystem::path write(std::size_t count, bool safetensors) {
    PthFile file;
    const StateDict weights =
        read_checkpoint(file.write(folder_ / "whole.pth", p::dict(file.items(TinyNetwork()))));
    std::vector<std::vector<StoredTensor>> parts(count);
    Json map = Json::object();
    for (std::size_t i = 0; i < weights.tensors().size(); ++i) {
      parts[i % count].push_back(weights.tensors()[i]);
      map[weights.tensors()[i].name] = name(i % count, safetensors);
    }
    for (std::size_t i = 0; i < count; ++i) {
      if (safetensors) {
        write_safetensors(folder_ / name(i, true), parts[i]);
      } else {
        write_pth(folder_ / name(i, false), parts[i]);
      }
    }
    return index({{"metadata", {{"total_size", 1}}}, {"weight_map", map}});
  }

  std::filesystem::path index(const Json& json) {
    put(folder_ / "model.index.json", json.dump(2));
    return folder_ / "model.index.json";
  }

  static std::string name(std::size_t shard, bool safetensors) {
    return fmt::format("model-{:05}-of-00003.{}", shard + 1, safetensors ? "safetensors" : "bin");
  }
};

TEST_F(ShardIndex, IsReadAsOneFile) {
  EXPECT_EQ(content(write(3, true)), plain_content());
  EXPECT_EQ(content(write(1, true)), plain_content());
  EXPECT_EQ(content(write(3, false)), plain_content());
}

TEST_F(ShardIndex, AShardThatIsMissingIsNamed) {
  const auto file = write(3, true);
  std::filesystem::remove(folder_ / name(1, true));
  EXPECT_THAT(refused(file), HasSubstr("model-00002-of-00003.safetensors is missing: download it"));
}

TEST_F(ShardIndex, AShardAloneSaysThatThereIsAnIndex) {
  write(3, true);
  EXPECT_THAT(refused(folder_ / name(0, true)),
              HasSubstr("one of several shards: give their index"));
}

TEST_F(ShardIndex, ShardsThatDoNotBelongTogetherAreRefused) {
  write(3, true);
  EXPECT_THAT(refused(index({{"weight_map", {{"other.weight", name(0, true)}}}})),
              HasSubstr("does not hold it; the files do not belong together"));
}

TEST_F(ShardIndex, NamesNothingOutsideItsFolder) {
  for (const char* shard : {"../a.safetensors", "/etc/passwd", "..", "", "a/b.safetensors"}) {
    EXPECT_THAT(refused(index({{"weight_map", {{"w", shard}}}})),
                HasSubstr("expected a file beside the index"));
  }
  EXPECT_THAT(refused(index({{"weight_map", {{"w", "model.index.json"}}}})),
              HasSubstr("is an index itself"));
  EXPECT_THAT(refused(index({{"weight_map", 3}})), HasSubstr("is not a map from tensors to files"));
  EXPECT_THAT(refused(index({{"weight_map", {{"w", std::string(5000, 'x')}}}})),
              HasSubstr("is missing"));
}

}  // namespace
}  // namespace remedy::testing
