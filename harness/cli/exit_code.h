#pragma once

namespace remedy {

// Exit codes: the README's table.
enum ExitCode {
  kOk = 0,
  kSomeFailed = 1,
  kWrongInput = 2,
  kWrongBaseline = 3,
  kRefused = 4,
  kInterrupted = 130,
};

}  // namespace remedy
