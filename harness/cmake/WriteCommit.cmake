# cmake -DGIT=... -DFOLDER=... -DHEADER=... -P WriteCommit.cmake: the commit of the checkout in FOLDER as
# a header; empty without git or where FOLDER is not itself a checkout.
set(commit "")
if(GIT AND EXISTS ${FOLDER}/.git)
  execute_process(COMMAND ${GIT} -C ${FOLDER} rev-parse --short=12 HEAD
    OUTPUT_VARIABLE commit ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
endif()
file(CONFIGURE OUTPUT ${HEADER} CONTENT
"// Generated: the commit that the program is built from.
#pragma once

namespace remedy {

inline constexpr char kSourceCommit[] = \"${commit}\";

}  // namespace remedy
" @ONLY)
