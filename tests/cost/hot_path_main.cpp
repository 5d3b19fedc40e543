// remedy_hot_path NAME [CALLS]: calls one hot path in remedy_measured_work(), for callgrind. A
// first call outside of it fills caches.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "cost/hot_paths.h"

// With a name that callgrind's --toggle-collect finds.
extern "C" __attribute__((noinline, visibility("default"))) void remedy_measured_work(
    const remedy::cost::HotPath* path) {
  path->work();
}

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const std::string name = argv[1];
  for (const auto& path :
       remedy::cost::hot_paths(remedy::cost::kGuardedTrials, name.substr(0, name.find('_')))) {
    if (path.name != name) continue;
    path.work();
    const int calls = argc > 2 ? std::atoi(argv[2]) : 1;
    for (int i = 0; i < calls; ++i) remedy_measured_work(&path);
    return 0;
  }
  std::fprintf(stderr, "there is no hot path %s\n", argv[1]);
  return 2;
}
