// The two ends of a pipe.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/error.h"

namespace remedy {

struct Pipe {
  int read = -1;
  int write = -1;
};

// Both ends are closed by exec. Throws Error where the system gives none.
inline Pipe make_pipe() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw Error("no pipe can be made: {}", std::strerror(errno));
  return {ends[0], ends[1]};
}

}  // namespace remedy
