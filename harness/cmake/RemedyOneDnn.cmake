# remedy_find_onednn(): the target `Remedy::onednn` from the header and the library of a oneDNN 2, if
# there is one. The CMake package that comes with oneDNN is not used: where it was built with OpenCL
# it requires OpenCL's development files, which Remedy does not need.
function(remedy_find_onednn)
  find_path(REMEDY_ONEDNN_INCLUDE oneapi/dnnl/dnnl.hpp DOC "Folder that holds oneapi/dnnl/dnnl.hpp")
  find_library(REMEDY_ONEDNN_LIBRARY dnnl DOC "oneDNN, version 2")
  if(NOT REMEDY_ONEDNN_INCLUDE OR NOT REMEDY_ONEDNN_LIBRARY)
    return()
  endif()
  file(STRINGS ${REMEDY_ONEDNN_INCLUDE}/oneapi/dnnl/dnnl_version.h version
    REGEX "define DNNL_VERSION_MAJOR +2$")
  if(NOT version)
    return()
  endif()
  add_library(Remedy::onednn UNKNOWN IMPORTED GLOBAL)
  set_target_properties(Remedy::onednn PROPERTIES
    IMPORTED_LOCATION ${REMEDY_ONEDNN_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${REMEDY_ONEDNN_INCLUDE})
endfunction()
