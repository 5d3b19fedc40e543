// A person's wish to stop.
#pragma once

namespace remedy {

// From here on SIGINT, SIGTERM and SIGHUP make interrupted() true instead of ending the program; a
// second one ends it at once, with exit code 130. Workers die with their parent.
void catch_signals();
bool interrupted();

}  // namespace remedy
