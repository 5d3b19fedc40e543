# remedy_precompile(): with the option REMEDY_PRECOMPILE the headers that cost most are compiled once
# for all targets, for who builds often or on a slow machine. It takes about 700 MB of disk, and what
# a file forgets to include is not noticed: build without it before a change is final.
#
# A compiler takes a precompiled header only where code is compiled alike, so one OBJECT target owns
# each, and everything is position independent in the same way, -fPIC, which has to be said before
# targets are made.
option(REMEDY_PRECOMPILE "Precompile the most expensive headers" OFF)
if(REMEDY_PRECOMPILE)
  add_compile_options(-fPIC)
  # GCC collects its garbage from 128 MB on, a sixth of the time it takes here; a unit's whole is 1 GB.
  add_compile_options($<$<CXX_COMPILER_ID:GNU>:--param=ggc-min-heapsize=1048576>)
endif()

# Sets `out` to every target that is built in the folder and below.
function(remedy_targets_below folder out)
  get_property(targets DIRECTORY ${folder} PROPERTY BUILDSYSTEM_TARGETS)
  get_property(subfolders DIRECTORY ${folder} PROPERTY SUBDIRECTORIES)
  foreach(subfolder IN LISTS subfolders)
    remedy_targets_below(${subfolder} more)
    list(APPEND targets ${more})
  endforeach()
  set(${out} ${targets} PARENT_SCOPE)
endfunction()

# remedy_precompiled_owner(NAME LIBRARIES... HEADERS ...)
function(remedy_precompiled_owner NAME)
  cmake_parse_arguments(OWNER "" "" "LIBRARIES;HEADERS" ${ARGN})
  # Only once: what is written again is compiled again.
  if(NOT EXISTS ${PROJECT_BINARY_DIR}/${NAME}.cpp)
    file(WRITE ${PROJECT_BINARY_DIR}/${NAME}.cpp "")
  endif()
  add_library(${NAME} OBJECT ${PROJECT_BINARY_DIR}/${NAME}.cpp)
  target_link_libraries(${NAME} PRIVATE ${OWNER_LIBRARIES})
  target_precompile_headers(${NAME} PRIVATE ${OWNER_HEADERS})
endfunction()

function(remedy_precompile)
  if(NOT REMEDY_PRECOMPILE)
    return()
  endif()
  set(common <nlohmann/json.hpp> <fmt/format.h> <algorithm> <filesystem> <functional> <map> <memory>
    <optional> <set> <string> <vector>)
  set(libraries nlohmann_json::nlohmann_json fmt::fmt)
  remedy_targets_below(${PROJECT_SOURCE_DIR} targets)
  remedy_precompiled_owner(remedy_precompiled LIBRARIES ${libraries} HEADERS ${common})
  if(REMEDY_COLD_FLAGS)
    remedy_precompiled_owner(remedy_precompiled_cold LIBRARIES ${libraries} HEADERS ${common})
    target_compile_options(remedy_precompiled_cold PRIVATE ${REMEDY_COLD_FLAGS})
  endif()
  if(REMEDY_BUILD_TESTS)
    find_package(GTest REQUIRED)
    remedy_precompiled_owner(remedy_precompiled_tests
      LIBRARIES ${libraries} GTest::gmock GTest::gtest HEADERS <gmock/gmock.h> <gtest/gtest.h> ${common})
    target_compile_options(remedy_precompiled_tests PRIVATE ${REMEDY_TEST_FLAGS})
  endif()
  if(REMEDY_BUILD_TORCH)
    remedy_precompiled_owner(remedy_precompiled_torch LIBRARIES ${libraries} torch HEADERS <ATen/ATen.h> ${common})
  endif()
  foreach(target IN LISTS targets)
    get_target_property(type ${target} TYPE)
    if(NOT type MATCHES "^(STATIC_LIBRARY|MODULE_LIBRARY|EXECUTABLE)$")
      continue()
    endif()
    get_target_property(linked ${target} LINK_LIBRARIES)
    get_target_property(cold ${target} REMEDY_COLD)
    set(with_torch sdk network layers onednn model evaluate plugin_host session pretrain bench_study)
    list(JOIN with_torch "|" with_torch)
    if(linked MATCHES "(^|;)(torch|remedy_(${with_torch})|Remedy::sdk)(;|$)")
      set(owner remedy_precompiled_torch)
    elseif(target MATCHES "^remedy_(statistics_basic|intervals|hypothesis)$"  # needs no fmt
      OR NOT linked MATCHES "remedy_")
      continue()
    elseif(linked MATCHES "GTest::gtest")
      set(owner remedy_precompiled_tests)
    elseif(cold AND REMEDY_COLD_FLAGS)
      set(owner remedy_precompiled_cold)
    else()
      set(owner remedy_precompiled)
    endif()
    # The same definitions as the owner's, or the header is rejected.
    target_compile_definitions(${target} PRIVATE $<TARGET_PROPERTY:fmt::fmt,INTERFACE_COMPILE_DEFINITIONS>)
    target_precompile_headers(${target} REUSE_FROM ${owner})
  endforeach()
endfunction()
