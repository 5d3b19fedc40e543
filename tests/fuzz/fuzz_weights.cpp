// What a checkpoint's pickle says of a network's weights: dicts in dicts, prefixes, opaque values.
// The input is the pickle of an archive whose one storage is small.
#include "core/error.h"
#include "fuzz/fuzz.h"
#include "model/checkpoint/fit/baseline_weights.h"
#include "model/checkpoint/fit/inspection.h"
#include "model/checkpoint/stored_zip.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace remedy;
  static const std::string storage(4096, '\1');
  std::string archive;
  write_stored_zip("weights",
                   {{"a/data.pkl", data, size}, {"a/data/0", storage.data(), storage.size()}},
                   [&](const void* piece, std::size_t count) {
                     archive.append(static_cast<const char*>(piece), count);
                   });
  Baseline baseline;
  baseline.base_width = 1;
  baseline.weights = testing::put("weights.pth", archive.data(), archive.size());
  try {
    (void)read_baseline_weights(baseline, 2).weights.content();
  } catch (const Error&) {
  }
  try {
    (void)to_json(inspect_checkpoint(baseline.weights)).dump();
  } catch (const Error&) {
  }
  return 0;
}
