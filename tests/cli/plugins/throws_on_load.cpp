// Has an entry point that throws.
#include <stdexcept>

extern "C" __attribute__((visibility("default"))) const void* remedy_plugin() {
  throw std::runtime_error("not in the mood");
}
