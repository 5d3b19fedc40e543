// Studies, held against a catalogue; what is accepted has to survive being written and read again.
#include <cstdlib>

#include "core/error.h"
#include "core/example_study.h"
#include "core/study/reader/study_reader.h"
#include "fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace remedy;
  static const bool files = [] {
    const auto put = [](const char* name, const std::string& text) {
      testing::put(name, text.data(), text.size());
    };
    std::filesystem::create_directories(testing::fuzz_folder() / "images");
    put("weights.pth", "not read here");
    put("classes.txt", "c0 zero\n");
    return true;
  }();
  static const Catalogue catalogue = testing::example_catalogue();
  const auto file = testing::put("study.yaml", data, size);
  std::string written;
  try {
    written = to_yaml(finish_study(draft_study(file), catalogue));
  } catch (const Error&) {
    return 0;
  }
  const auto again = testing::put("again.yaml", written.data(), written.size());
  if (to_yaml(finish_study(draft_study(again), catalogue)) != written) std::abort();
  return files ? 0 : -1;
}
