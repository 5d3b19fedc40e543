// Ends the process, as if all were well, before anybody has asked it anything.
#include <unistd.h>

namespace {
const int kGone = (_exit(0), 0);
}  // namespace

extern "C" __attribute__((visibility("default"))) const void* remedy_plugin() { return &kGone; }
