# Run by CPack between installing and packing: what Debian's policy asks for beyond an installation.
set(usr ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/usr)
set(documents ${usr}/share/doc/remedy)

# compressed(FILE): FILE.gz in its place, without name and time.
function(compressed FILE)
  execute_process(COMMAND gzip --best --no-name --force ${FILE} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# The date of the version's section in CHANGELOG.md.
file(STRINGS ${CPACK_REMEDY_SOURCE}/CHANGELOG.md headings REGEX "^## ${CPACK_PACKAGE_VERSION} ")
string(REGEX MATCH "[0-9]+-[0-9]+-[0-9]+" day "${headings}")
if(NOT day)
  message(FATAL_ERROR "CHANGELOG.md has no section \"## ${CPACK_PACKAGE_VERSION} (<year>-<month>-<day>)\"")
endif()
execute_process(COMMAND date --utc --rfc-email --date=${day} OUTPUT_VARIABLE date
  OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)

file(RENAME ${documents}/CHANGELOG.md ${documents}/changelog)
file(WRITE ${documents}/changelog.Debian
  "remedy (${CPACK_PACKAGE_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}) unstable; urgency=medium\n\n"
  "  * Made by CPack; what is new is in changelog.gz.\n\n"
  " -- ${CPACK_PACKAGE_CONTACT}  ${date}\n")
compressed(${documents}/changelog)
compressed(${documents}/changelog.Debian)
compressed(${usr}/share/man/man1/remedy.1)
file(CREATE_LINK remedy.1.gz ${usr}/share/man/man1/remedy-worker.1.gz SYMBOLIC)

# Licences: Remedy's is among the distribution's; Chart.js, which report.html holds, has its own.
file(REMOVE ${documents}/LICENSE)
file(COPY_FILE ${CPACK_REMEDY_SOURCE}/harness/packaging/copyright ${documents}/copyright)
file(READ /usr/share/doc/libjs-chart.js/copyright chart)
file(APPEND ${documents}/copyright "\n${chart}")

file(GLOB archives ${usr}/lib/*.a)
foreach(archive IN LISTS archives)
  execute_process(COMMAND ${CPACK_REMEDY_STRIP} --strip-debug --enable-deterministic-archives ${archive}
    COMMAND_ERROR_IS_FATAL ANY)
endforeach()
