#include "model/memory.h"

#include <fmt/format.h>

#include <new>

namespace remedy {
namespace {

constexpr std::size_t kShown = 200;

// "CUDA out of memory. Tried to allocate 2 GiB. GPU 0 has ...": two sentences tell what happened.
std::string beginning(const std::string& message) {
  std::string line = message.substr(0, message.find('\n'));
  std::size_t end = line.find(". ");
  if (end != std::string::npos) end = line.find(". ", end + 2);
  if (end != std::string::npos) line.resize(end);
  if (line.size() > kShown) line = line.substr(0, kShown) + "...";
  return line;
}

}  // namespace

bool is_out_of_memory(const std::exception& error) {
  const std::string text = error.what();
  return dynamic_cast<const std::bad_alloc*>(&error) != nullptr ||
         text.find("out of memory") != std::string::npos ||
         text.find("CUBLAS_STATUS_ALLOC_FAILED") != std::string::npos ||
         text.find("can't allocate memory") != std::string::npos;
}

std::string out_of_memory_reason(const std::string& message, c10::Device device) {
  return fmt::format(
      "the trial wanted more memory than {} has left; fewer workers at once (--jobs), a smaller "
      "micro_batch where the remediation has it, or fewer design.anchor_classes need less{}: {}",
      device.is_cpu() ? "this machine" : device.str(),
      device.is_cpu() ? "" : ", and --device cpu has the machine's memory", beginning(message));
}

}  // namespace remedy
