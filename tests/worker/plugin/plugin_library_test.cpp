// Opening plugins that are broken in every way that does not end the process.
#include "worker/plugin/plugin_library.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "core/file.h"
#include "core/hash.h"
#include "places.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

std::string refusal_of(const std::filesystem::path& file) {
  try {
    const PluginLibrary library(file);
  } catch (const Error& error) {
    return error.what();
  }
  return "it was opened";
}

std::string bad(const std::string& name) {
  return refusal_of(binary_dir() + "/tests/bad_plugins/" + name + ".so");
}

TEST(PluginLibrary, SaysWhatTheDescriptorSays) {
  const std::string file = binary_dir() + "/tests/plugins/halfway.so";
  const PluginLibrary library(file);
  const RemediationInfo& info = library.info();
  EXPECT_EQ(info.id, "halfway");
  EXPECT_EQ(info.version, "1.0.0");
  EXPECT_EQ(info.summary, "Interpolates towards the baseline.");
  EXPECT_TRUE(info.uses.names().empty());
  EXPECT_EQ(info.library, file);
  EXPECT_EQ(info.library_hash, sha256_file(file));
  ASSERT_EQ(info.parameters.size(), 1U);
  EXPECT_EQ(info.parameters[0].name, "alpha");
  EXPECT_EQ(info.parameters[0].default_value, ParameterValue(0.5));
  EXPECT_EQ(info.parameters[0].allowed(), "a number from 0 to 1");
  EXPECT_NE(library.create({{"alpha", 0.25}}), nullptr);
}

TEST(PluginLibrary, AParameterThatItsTableLacksIsThePluginsMistake) {
  const PluginLibrary library(binary_dir() + "/tests/plugins/halfway.so");
  EXPECT_THROW(library.create({}), std::logic_error);
  EXPECT_THROW(library.create({{"alpha", std::string("half")}}), std::logic_error);
}

TEST(PluginLibrary, WhatIsNoLibraryCannotBeLoaded) {
  const testing::TemporaryDirectory directory;
  write_file(directory / "text.so", "not a library");
  EXPECT_THAT(refusal_of(directory / "text.so"), HasSubstr("cannot be loaded: "));
  EXPECT_THAT(refusal_of(directory / "missing.so"), HasSubstr("cannot be loaded: "));
  EXPECT_THAT(bad("undefined_symbol"),
              AllOf(HasSubstr("cannot be loaded: "), HasSubstr("nobody_defines_this")));
}

TEST(PluginLibrary, ALibraryWithoutTheEntryPointIsNoPlugin) {
  EXPECT_EQ(bad("no_entry_point"),
            "does not export the symbol remedy_plugin: is REMEDY_REMEDIATION missing?");
}

TEST(PluginLibrary, OfAnotherBuildBothTagsAreNamed) {
  EXPECT_THAT(bad("other_build"),
              AllOf(HasSubstr("it was built with [libtorch 9.9]"), HasSubstr(kBuildTag),
                    HasSubstr("build it again against this installation")));
}

TEST(PluginLibrary, EverythingThatTheHandshakeComparesIsToldAtOnce) {
  EXPECT_THAT(bad("all_wrong"),
              AllOf(HasSubstr("its descriptor has 12 bytes, expected"),
                    HasSubstr("it was built for interface version 99, this is version"),
                    HasSubstr("it was built with [libtorch 0.4.1]")));
}

TEST(PluginLibrary, EveryMistakeOfATableIsToldAtOnce) {
  EXPECT_THAT(bad("bad_table"),
              AllOf(HasSubstr("parameter 'Rate': a name has lower-case letters"),
                    HasSubstr("parameter 'after': this name has a meaning of its own"),
                    HasSubstr("parameter 'share': the default 2.0 is not allowed"),
                    HasSubstr("parameter 'share' stands twice"),
                    HasSubstr("parameter 'scales': the default [] is not allowed"),
                    HasSubstr("uses::masks goes with uses::pairs"),
                    HasSubstr("it needs something that this version does not know"),
                    HasSubstr("parameter 'mode': has no documentation")));
}

TEST(BuildTag, NamesWhatHasToBeTheSameAndNoHashOfHeaders) {
  EXPECT_THAT(kBuildTag, AllOf(HasSubstr("libtorch "), HasSubstr("; C++11 ABI "),
                               HasSubstr("; C++ "), ::testing::Not(HasSubstr("sdk"))));
}

}  // namespace
}  // namespace remedy
