# remedy_add_remediation(NAME SOURCES...) builds a remediation as a plugin: a shared library that
# exports one symbol and leaves none undefined.
function(remedy_add_remediation NAME)
  add_library(${NAME} MODULE ${ARGN})
  target_link_libraries(${NAME} PRIVATE Remedy::sdk)
  set_target_properties(${NAME} PROPERTIES
    PREFIX "" CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  target_link_options(${NAME} PRIVATE -Wl,--no-undefined)
  if(REMEDY_CXX_STANDARD)  # of the Remedy that this package belongs to; part of the build tag
    set_target_properties(${NAME} PROPERTIES CXX_STANDARD ${REMEDY_CXX_STANDARD}
      CXX_STANDARD_REQUIRED ON CXX_EXTENSIONS OFF)
  endif()
  if(REMEDY_PLUGIN_DIRECTORY)
    set_target_properties(${NAME} PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${REMEDY_PLUGIN_DIRECTORY})
  endif()
  if(REMEDY_PLUGIN_INSTALL_DIRECTORY)
    install(TARGETS ${NAME} LIBRARY DESTINATION ${REMEDY_PLUGIN_INSTALL_DIRECTORY})
  endif()
endfunction()
