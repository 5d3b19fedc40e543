// remedy-worker: describes plugins and runs trials for `remedy`, which starts it.
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <thread>

#include "core/error.h"
#include "core/process_start.h"
#include "launch/process/channel.h"
#include "worker/serve_requests.h"

namespace remedy {
namespace {

// The two descriptors that `remedy` hands over, or false.
bool parse_arguments(int argc, char** argv, int& requests, int& replies) {
  return argc == 3 && std::sscanf(argv[1], "--requests=%d", &requests) == 1 &&
         std::sscanf(argv[2], "--replies=%d", &replies) == 1;
}

// The same under a number that code which closes or takes the low ones does not meet, and closed in
// programs that are started.
int out_of_the_way(int descriptor) {
  const int moved = fcntl(descriptor, F_DUPFD_CLOEXEC, /*from=*/256);
  if (moved < 0) return descriptor;
  close(descriptor);
  return moved;
}

}  // namespace
}  // namespace remedy

int main(int argc, char** argv) {
  remedy::start_process();
  int requests = -1, replies = -1;
  if (!remedy::parse_arguments(argc, argv, requests, replies)) {
    std::fputs("remedy-worker is started by remedy; give your command to that\n", stderr);
    return 2;
  }
  signal(SIGPIPE, SIG_IGN);
  remedy::Channel channel(remedy::out_of_the_way(requests), remedy::out_of_the_way(replies));
  // Tells `remedy` that the process lives, whatever the trial is doing.
  std::thread([&channel] {
    for (;;) {
      std::this_thread::sleep_for(std::chrono::seconds(1));
      try {
        channel.send({{"event", "alive"}});
      } catch (const remedy::Error&) {
        _exit(3);
      }
    }
  }).detach();
  int status = 0;
  try {
    remedy::serve_requests(channel);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    status = 3;
  }
  std::fflush(nullptr);
  // Plugins are never unloaded, so nothing that they registered to run at exit may run either.
  _exit(status);
}
