// Where the development images and weights lie, and how a test skips without them.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "places.h"

namespace remedy::testing {

// $REMEDY_TEST_DATA, or ../shared/data beside the checkout.
inline std::filesystem::path test_data() {
  const char* set = std::getenv("REMEDY_TEST_DATA");
  return set != nullptr ? std::filesystem::path(set)
                        : std::filesystem::path(source_dir()) / "../shared/data";
}

}  // namespace remedy::testing

// First line of a test that reads FOLDER of the development data.
#define REMEDY_NEEDS_TEST_DATA(FOLDER)                                           \
  if (!std::filesystem::exists(remedy::testing::test_data() / (FOLDER)))         \
  GTEST_SKIP() << "needs " << (remedy::testing::test_data() / (FOLDER)).string() \
               << ": set REMEDY_TEST_DATA to the folder that holds it"
