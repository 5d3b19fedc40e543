# remedy_find_torch(): the targets `torch` and, with REMEDY_CUDA, `torch_cuda`, from the
# distribution's libtorch or from an official one.
#
#   REMEDY_TORCH_PREFIX  Folder of an official libtorch: the unzipped archive, the folder `torch` of
#                        a Python environment, or what torch.utils.cmake_prefix_path names. From the
#                        environment where the cache has none. Empty: the distribution's.
#   REMEDY_CUDA          OFF: the libraries of libtorch that need no CUDA are linked and nothing of
#                        CUDA is looked for, even where libtorch was built with it. ON: with CUDA,
#                        which takes nvcc, although nothing of Remedy is compiled by it.
#
# Installed beside RemedyConfig.cmake too, so that plugins find the libtorch that Remedy has.

# Sets `out` to the folder that holds include/ and share/cmake/Torch of what the user named.
function(remedy_torch_root named out)
  get_filename_component(named "${named}" ABSOLUTE)
  foreach(candidate "${named}" "${named}/torch" "${named}/libtorch" "${named}/../..")
    if(EXISTS "${candidate}/share/cmake/Torch/TorchConfig.cmake")
      get_filename_component(candidate "${candidate}" REALPATH)
      set(${out} "${candidate}" PARENT_SCOPE)
      return()
    endif()
  endforeach()
  message(FATAL_ERROR
    "REMEDY_TORCH_PREFIX is \"${named}\", and no libtorch is there: expected "
    "share/cmake/Torch/TorchConfig.cmake in it. Of the torch of a Python environment the folder is "
    "what\n  python3 -c 'import torch; print(torch.utils.cmake_prefix_path)'\nprints.")
endfunction()

# nvcc, for TorchConfig.cmake alone. Sets CMAKE_CUDA_COMPILER in the caller.
function(remedy_require_nvcc)
  find_program(REMEDY_NVCC nvcc HINTS "$ENV{CUDA_HOME}/bin" "$ENV{CUDA_PATH}/bin" /usr/local/cuda/bin
    DOC "The CUDA compiler")
  if(NOT CMAKE_CUDA_COMPILER AND NOT DEFINED ENV{CUDACXX})
    if(NOT REMEDY_NVCC)
      message(FATAL_ERROR
        "REMEDY_CUDA is ON, and nvcc is neither on the PATH nor below CUDA_HOME or /usr/local/cuda. "
        "Install the CUDA toolkit of the major version that libtorch was built with and put its bin/ "
        "on the PATH, or build without CUDA: -DREMEDY_CUDA=OFF.")
    endif()
    set(CMAKE_CUDA_COMPILER "${REMEDY_NVCC}" CACHE FILEPATH "The CUDA compiler")
  endif()
  if(NOT DEFINED TORCH_CUDA_ARCH_LIST AND NOT DEFINED ENV{TORCH_CUDA_ARCH_LIST})
    # Remedy has no device code of its own, so any will do; without one every configuration probes
    # the GPUs of this machine, which CMake before 3.26 cannot do in C++20.
    set(TORCH_CUDA_ARCH_LIST "9.0" CACHE STRING "Architectures of device code; Remedy has none")
  endif()
endfunction()

# `torch` from a libtorch's libraries that need no CUDA.
function(remedy_import_torch_cpu root)
  add_library(torch INTERFACE IMPORTED GLOBAL)
  foreach(name torch_cpu c10)
    set(file "${root}/lib/lib${name}.so")
    if(NOT EXISTS "${file}")
      message(FATAL_ERROR "${file} is missing: this libtorch is not whole")
    endif()
    add_library(${name} SHARED IMPORTED GLOBAL)
    set_target_properties(${name} PROPERTIES IMPORTED_LOCATION "${file}")
    target_link_libraries(torch INTERFACE ${name})
  endforeach()
  target_include_directories(torch SYSTEM INTERFACE
    "${root}/include" "${root}/include/torch/csrc/api/include")
endfunction()

# Whether a libtorch was built with CUDA.
function(remedy_torch_has_cuda root out)
  file(GLOB found "${root}/lib/libtorch_cuda.so")
  if(found)
    set(${out} TRUE PARENT_SCOPE)
  else()
    set(${out} FALSE PARENT_SCOPE)
  endif()
endfunction()

# Libraries that libtorch's own need, in folders that its run path names but the linker does not
# look into for an executable: those of the Python packages beside it. Without them a toolkit's
# older ones are found and symbols are missing.
function(remedy_torch_link_paths root)
  file(GLOB folders LIST_DIRECTORIES true "${root}/../nvidia/*/lib" "${root}/../cusparselt/lib")
  foreach(folder IN ITEMS "${root}/lib" LISTS folders)
    get_filename_component(folder "${folder}" REALPATH)
    target_link_options(torch INTERFACE "LINKER:-rpath-link,${folder}")
  endforeach()
endfunction()

# An official libtorch brings headers of another fmt along. A folder that holds nothing but the
# distribution's, whose library is linked, stands before them. For Remedy itself; plugins need no fmt.
function(remedy_keep_fmt)
  find_path(REMEDY_FMT_INCLUDE fmt/format.h NO_CMAKE_PATH NO_CMAKE_ENVIRONMENT_PATH
    DOC "Folder that holds the fmt that is linked")
  if(NOT REMEDY_FMT_INCLUDE)
    message(FATAL_ERROR "fmt/format.h was not found: install libfmt-dev")
  endif()
  set(first ${PROJECT_BINARY_DIR}/include_first)
  file(MAKE_DIRECTORY ${first})
  file(CREATE_LINK ${REMEDY_FMT_INCLUDE}/fmt ${first}/fmt SYMBOLIC)
  get_target_property(folders torch INTERFACE_INCLUDE_DIRECTORIES)
  set_target_properties(torch PROPERTIES INTERFACE_INCLUDE_DIRECTORIES "${first};${folders}")
endfunction()

# Sets `out` to "<major>.<minor>" of a libtorch.
function(remedy_torch_version root out)
  set(header "${root}/include/torch/headeronly/version.h")
  if(NOT EXISTS "${header}")
    set(header "${root}/include/torch/csrc/api/include/torch/version.h")
  endif()
  file(STRINGS "${header}" lines REGEX "define TORCH_VERSION_(MAJOR|MINOR) [0-9]+")
  string(REGEX REPLACE ".*MAJOR ([0-9]+).*MINOR ([0-9]+).*" "\\1.\\2" version "${lines}")
  set(${out} "${version}" PARENT_SCOPE)
endfunction()

# libtorch's headers need C++20 from 2.9 on.
function(remedy_check_standard version)
  if(version VERSION_GREATER_EQUAL 2.9 AND CMAKE_CXX_STANDARD LESS 20)
    message(FATAL_ERROR
      "libtorch ${version} needs C++20 and this is configured for C++${CMAKE_CXX_STANDARD}: "
      "-DCMAKE_CXX_STANDARD=20, which the presets torch2 and cuda set")
  endif()
endfunction()

macro(remedy_find_torch)
  if(NOT REMEDY_TORCH_PREFIX)
    if(REMEDY_CUDA)
      message(FATAL_ERROR
        "REMEDY_CUDA is ON, and the distribution's libtorch has no CUDA: name an official libtorch "
        "built with CUDA by REMEDY_TORCH_PREFIX")
    endif()
    find_package(Torch REQUIRED)
  else()
    remedy_torch_root("${REMEDY_TORCH_PREFIX}" REMEDY_TORCH_ROOT)
    # Known before, and without, libtorch's own CMake files.
    remedy_torch_version("${REMEDY_TORCH_ROOT}" Torch_VERSION)
    remedy_check_standard("${Torch_VERSION}")
    remedy_torch_has_cuda("${REMEDY_TORCH_ROOT}" REMEDY_TORCH_HAS_CUDA)
    if(REMEDY_CUDA AND NOT REMEDY_TORCH_HAS_CUDA)
      message(FATAL_ERROR
        "REMEDY_CUDA is ON, and the libtorch in ${REMEDY_TORCH_ROOT} was built without CUDA")
    endif()
    if(REMEDY_CUDA OR NOT REMEDY_TORCH_HAS_CUDA)
      if(REMEDY_CUDA)
        remedy_require_nvcc()
      endif()
      # Not by its share/cmake: then another libtorch.so of the system may be found beside it.
      list(PREPEND CMAKE_PREFIX_PATH "${REMEDY_TORCH_ROOT}")
      find_package(Torch REQUIRED PATHS "${REMEDY_TORCH_ROOT}/share/cmake/Torch" NO_DEFAULT_PATH)
    elseif(NOT TARGET torch)
      remedy_import_torch_cpu("${REMEDY_TORCH_ROOT}")
    endif()
    remedy_torch_link_paths("${REMEDY_TORCH_ROOT}")
    # Before libtorch: an official one exports a part of an older libstdc++ (std::filesystem), which
    # the loader would take for ours where it comes first, and remove_all() crashed.
    add_link_options("LINKER:--push-state,--no-as-needed,-lstdc++,--pop-state")
  endif()
endmacro()
