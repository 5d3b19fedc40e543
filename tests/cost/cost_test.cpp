// Guards against work that has grown: counted, so that no busy machine makes them fail.
#include <gtest/gtest.h>
#include <stdio.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "allocations.h"
#include "cost/bounds.h"
#include "cost/hot_paths.h"
#include "places.h"

namespace remedy::cost {
namespace {

std::uint64_t allocations_of(const std::function<void()>& work) {
  work();  // fills caches
  const std::uint64_t before = testing::allocations();
  work();
  return testing::allocations() - before;
}

// Instructions of one call, by callgrind of the program remedy_hot_path; 0: it could not be run.
std::uint64_t instructions_of(const std::string& name, int calls) {
  const std::string command =
      "valgrind --tool=callgrind --callgrind-out-file=/dev/null "
      "--toggle-collect=remedy_measured_work " +
      binary_dir() + "/bin/remedy_hot_path " + name + " " + std::to_string(calls) + " 2>&1";
  FILE* output = popen(command.c_str(), "r");
  if (output == nullptr) return 0;
  std::string text;
  std::array<char, 512> line{};
  while (fgets(line.data(), line.size(), output) != nullptr) text += line.data();
  if (pclose(output) != 0) return 0;
  const std::string key = "Collected : ";
  const std::size_t place = text.find(key);
  return place == std::string::npos ? 0 : std::stoull(text.substr(place + key.size()));
}

bool has_valgrind() { return std::system("valgrind --version >/dev/null 2>&1") == 0; }

// Why instructions are not counted here, or nothing.
std::string other_build() {
#if !defined(__x86_64__) || !defined(__GNUC__) || defined(__clang__)
  return "instructions were recorded with GCC on x86-64";
#endif
  if (std::string(REMEDY_BUILD_TYPE) != "Release") {
    return "instructions were recorded of a Release build, this one is " REMEDY_BUILD_TYPE;
  }
  const std::string flags = REMEDY_CXX_FLAGS;
  if (flags.find("-O3") == std::string::npos) {
    return "instructions were recorded of a build with -O3, this one has " + flags;
  }
  if (flags.find("-fsanitize") != std::string::npos) {
    return "instructions of a sanitizer's build are not those of Remedy";
  }
  return has_valgrind() ? "" : "needs valgrind (package valgrind)";
}

TEST(Cost, BoundsNameEveryHotPath) {
  const auto paths = hot_paths(/*trials=*/5);
  ASSERT_EQ(paths.size(), std::size(kBounds));
  for (std::size_t i = 0; i < paths.size(); ++i) EXPECT_EQ(paths[i].name, kBounds[i].name);
}

TEST(Cost, AllocationsAreThoseRecorded) {
  const auto paths = hot_paths(kGuardedTrials);
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const std::uint64_t measured = allocations_of(paths[i].work);
    EXPECT_TRUE(within(measured, kBounds[i].allocations))
        << paths[i].name << " asked for memory " << measured << " times, bounds.h has "
        << kBounds[i].allocations << "; find out why, or write it there";
  }
}

TEST(Cost, TwiceTheAllocationsWouldBeNoticed) {
  const auto paths = hot_paths(kGuardedTrials);
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const auto twice = [&] {
      paths[i].work();
      paths[i].work();
    };
    EXPECT_FALSE(within(allocations_of(twice), kBounds[i].allocations)) << paths[i].name;
  }
}

TEST(Cost, InstructionsAreThoseRecorded) {
  if (const std::string why = other_build(); !why.empty()) GTEST_SKIP() << why;
  for (const Bound& bound : kBounds) {
    const std::uint64_t measured = instructions_of(bound.name, /*calls=*/1);
    EXPECT_TRUE(within(measured, bound.instructions))
        << bound.name << " took " << measured << " instructions, bounds.h has "
        << bound.instructions << "; find out why, or write it there";
  }
}

TEST(Cost, TwiceTheInstructionsWouldBeNoticed) {
  if (const std::string why = other_build(); !why.empty()) GTEST_SKIP() << why;
  const std::uint64_t twice = instructions_of(kBounds[0].name, /*calls=*/2);
  ASSERT_NE(twice, 0u);
  EXPECT_FALSE(within(twice, kBounds[0].instructions));
}

}  // namespace
}  // namespace remedy::cost
