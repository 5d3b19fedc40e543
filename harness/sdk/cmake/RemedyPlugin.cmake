# remedy_add_remediation(NAME SOURCES...) builds a remediation as a plugin: a shared library that
# exports one symbol and leaves none undefined.
function(remedy_add_remediation NAME)
  add_library(${NAME} MODULE ${ARGN})
  target_link_libraries(${NAME} PRIVATE Remedy::sdk)
  set_target_properties(${NAME} PROPERTIES
    PREFIX "" CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  target_link_options(${NAME} PRIVATE -Wl,--no-undefined)
  if(REMEDY_PLUGIN_DIRECTORY)
    set_target_properties(${NAME} PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${REMEDY_PLUGIN_DIRECTORY})
  endif()
endfunction()
