// remedy_fuzz_seeds DIR: one folder of well-formed files for each fuzz target.
#include <cstdio>
#include <filesystem>
#include <string>

#include "core/example_study.h"
#include "core/file.h"
#include "core/json.h"
#include "core/plan/plan.h"
#include "core/run/record.h"
#include "core/study/reader/study_reader.h"
#include "model/checkpoint/fit/network_shape.h"
#include "model/checkpoint/pickle_text.h"
#include "model/checkpoint/tensor_file.h"
#include "places.h"

namespace {

namespace fs = std::filesystem;

// The pickle of an archive whose entries are stored, not compressed, as torch.save leaves them.
std::string pickle_of(const fs::path& archive) {
  const std::string bytes = remedy::read_file(archive);
  const std::size_t name = bytes.find("data.pkl");
  const std::size_t begin = bytes.find("\x80\x02", name);
  const std::size_t end = bytes.find("PK\x03\x04", begin);
  return bytes.substr(begin, end - begin);
}

remedy::Json example_record(const remedy::Trial& trial, bool measured) {
  using remedy::Json;
  remedy::TrialResult result;
  result.status = measured ? remedy::Status::kCompleted : remedy::Status::kCrashed;
  result.reason = measured ? "" : "the worker was killed by SIGSEGV";
  Json record = to_json(remedy::record_of("example", trial, result));
  record["provenance"] = {{"harness", "0.1.0"}, {"threads", 2}};
  record["comparable"] = {{"baseline", "sha256:b"},
                          {"suites", {{"validation", "sha256:v"}}},
                          {"preprocess", "resize 40, crop 32"},
                          {"target", "cow: classes 1"}};
  if (!measured) return record;
  record["stop"] = {{"on", "stop"},    {"on_reported_suite", false},
                    {"above", 0.9},    {"stops", true},
                    {"reached", true}, {"accuracy", 1.0},
                    {"steps", 3},      {"probes", 4}};
  Json suite = {{"role", "retain"},
                {"images", 10},
                {"baseline", {{"top1", 0.5}, {"top3", 0.7}, {"top5", 0.9}}},
                {"top1", 0.4},
                {"top3", 0.6},
                {"top5", 0.8},
                {"retention", 0.8},
                {"retention_top5", 0.9},
                {"negative_flips", 2},
                {"positive_flips", 1},
                {"negative_flip_rate", 0.2},
                {"relative_nfr", 0.33},
                {"churn", 3},
                {"kl", {{"mean", 0.1}, {"median", 0.1}, {"p95", 0.3}, {"max", 0.4}}},
                {"js", {{"mean", 0.1}, {"median", 0.1}, {"p95", 0.3}, {"max", 0.4}}},
                {"over_prediction", {{"baseline", 0.0}, {"remediated", 0.1}}},
                {"predicted_as_target", {{"baseline", 0.0}, {"remediated", 0.1}}},
                {"target_probability", {{"baseline", 0.1}, {"remediated", 0.4}}}};
  record["suites"]["validation"] = suite;
  suite["role"] = "fix";
  record["suites"]["test_cows"] = suite;
  record["seconds"] = {{"apply", 1.5}, {"evaluate", 0.5}};
  return record;
}

// Pickles of a whole network in dicts and under prefixes; every tensor a view of one storage.
void write_weights_seeds(const fs::path& folder) {
  using namespace remedy;
  namespace p = testing::pickled;
  const auto tensor = [](const std::vector<std::int64_t>& shape) {
    const std::string id = p::tuple({p::text("storage"), p::global("torch", "FloatStorage"),
                                     p::text("0"), p::text("cpu"), p::integer(1024)});
    std::vector<std::string> sizes, strides;
    for (const std::int64_t size : shape) {
      sizes.push_back(p::integer(size));
      strides.push_back(p::integer(0));
    }
    return p::call(p::global("torch._utils", "_rebuild_tensor_v2"),
                   {id + "Q", p::integer(0), p::tuple(sizes), p::tuple(strides), "\x89", "N"});
  };
  p::Items items;
  for (const ExpectedTensor& expected : tensors_of({"resnet18", 2, ResidualShape{1, 7}})) {
    items.emplace_back("module." + expected.name, tensor(expected.shape));
  }
  const auto put = [&](const char* name, const std::string& value) {
    write_file(folder / name, "\x80\x02" + value + ".");
  };
  put("nested.pkl",
      p::dict({{"epoch", p::integer(3)}, {"net", p::dict({{"ema", p::dict(items)}})}}));
  put("objects.pkl", p::dict({{"args", p::object("argparse", "Namespace", {{"lr", p::real(0.1)}})},
                              {"names", p::set({p::text("a"), p::bytes("b"), p::long_integer(20)})},
                              {"state_dict", p::ordered_dict(items)}}));
  put("module.pkl", p::object("models", "Net",
                              {{"_parameters", p::dict({{"w", tensor({2})}})},
                               {"_buffers", p::dict({})},
                               {"_modules", p::ordered_dict({})}}));
}

void write_seeds(const fs::path& root) {
  using namespace remedy;
  const float values[6] = {1, 2, 3, 4, 5, 6};
  StoredTensor tensor;
  tensor.name = "fc.weight";
  tensor.dtype = DType::kFloat32;
  tensor.shape = {2, 3};
  tensor.data = reinterpret_cast<const std::uint8_t*>(values);
  tensor.bytes = sizeof values;
  write_safetensors(root / "checkpoint/small.safetensors", {tensor}, {{"format", "pt"}});
  write_pth(root / "checkpoint/small.pth", {tensor});
  const fs::path fixtures = fs::path(remedy::source_dir()) / "tests/model/checkpoint/fixtures";
  for (const char* name : {"legacy.pth", "legacy_nested.pth", "legacy_module.pth"}) {
    write_file(root / "checkpoint" / name, remedy::read_file(fixtures / name));
  }
  write_file(root / "pickle/small.pkl", pickle_of(root / "checkpoint/small.pth"));

  write_weights_seeds(root / "weights");
  write_file(root / "shards/two.json",
             R"({"metadata": {"total_size": 16}, )"
             R"("weight_map": {"a": "a.safetensors", "b": "b.safetensors"}})");

  write_file(root / "study/example.yaml", testing::kExampleStudy);
  for (const auto& entry : fs::directory_iterator(fs::path(source_dir()) / "configs")) {
    if (entry.path().extension() != ".yaml") continue;
    write_file(root / "study" / entry.path().filename(), read_file(entry.path()));
  }
  const testing::TemporaryDirectory directory;
  const Catalogue catalogue = testing::example_catalogue();
  const Study study = finish_study(draft_study(testing::write_study(directory)), catalogue);
  const Plan plan = make_plan(study, catalogue, testing::example_fingerprints());
  write_json(root / "plan/example.json", to_json(plan));
  write_json(root / "record/measured.json", example_record(plan.trials.back(), true));
  write_json(root / "record/crashed.json", example_record(plan.trials.front(), false));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  try {
    write_seeds(argv[1]);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}
