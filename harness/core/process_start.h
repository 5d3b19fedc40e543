// What both programs do before anything else.
#pragma once

namespace remedy {

// Opens standard input, output and error on /dev/null where they are closed, so that no other file
// gets their numbers and with them what is printed; and has a file that passes the limit of its
// size (`ulimit -f`) be an error of the write, EFBIG, instead of the end of the process.
void start_process();

}  // namespace remedy
