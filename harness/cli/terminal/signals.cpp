#include "cli/terminal/signals.h"

#include <signal.h>
#include <unistd.h>

#include <initializer_list>

#include "cli/exit_code.h"

namespace remedy {
namespace {

volatile sig_atomic_t received = 0;

void on_signal(int) {
  if (received != 0) _exit(kInterrupted);
  received = 1;
}

}  // namespace

void catch_signals() {
  struct sigaction action {};
  action.sa_handler = on_signal;
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) sigaction(number, &action, nullptr);
  signal(SIGPIPE, SIG_IGN);
}

bool interrupted() { return received != 0; }

}  // namespace remedy
