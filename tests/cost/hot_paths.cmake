# The library that the guards and the benchmarks share; included by both.
if(NOT TARGET remedy_hot_paths)
  add_library(remedy_hot_paths STATIC ${PROJECT_SOURCE_DIR}/tests/cost/hot_paths.cpp)
  target_include_directories(remedy_hot_paths PUBLIC ${PROJECT_SOURCE_DIR}/tests)
  target_link_libraries(remedy_hot_paths PUBLIC remedy_metrics remedy_report PRIVATE remedy_flags)
endif()
