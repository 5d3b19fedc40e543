// Finding libraries, and asking a worker for what they say of themselves; the worker is a fake one
// that reads in the file what becomes of it (fake_worker.cpp).
#include "launch/discovery.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "core/error.h"
#include "core/file.h"
#include "places.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Discovery : public ::testing::Test {
 protected:
  Discovery() {
    setenv("REMEDY_CACHE", (directory_ / "cache").c_str(), 1);
    setenv("REMEDY_FAKE_WORKER_LOG", (directory_ / "asked").c_str(), 1);
    unsetenv("REMEDY_PLUGIN_PATH");
  }
  ~Discovery() override {
    for (const char* name : {"REMEDY_CACHE", "REMEDY_FAKE_WORKER_LOG", "REMEDY_PLUGIN_PATH"}) {
      unsetenv(name);
    }
  }

  std::filesystem::path add(const std::string& name, const std::string& text = "sound") const {
    write_file(directory_ / name, text);
    return directory_ / name;
  }

  // Those in the test's own folder, relative to it.
  std::vector<std::string> found(const std::vector<std::filesystem::path>& extra) const {
    std::vector<std::string> names;
    for (const auto& library : find_plugins(extra)) {
      const auto name = library.lexically_relative(directory_.path());
      if (*name.begin() != "..") names.push_back(name.string());
    }
    return names;
  }

  Catalogue describe(const std::vector<std::filesystem::path>& libraries) const {
    return describe_plugins(libraries, binary_dir() + "/bin/remedy_fake_worker");
  }

  // How many descriptions workers were asked for.
  std::size_t asked() const {
    const std::string log = read_if_present(directory_ / "asked");
    return static_cast<std::size_t>(std::count(log.begin(), log.end(), '\n'));
  }

  testing::TemporaryDirectory directory_;
};

TEST_F(Discovery, OfAFolderTheLibrariesAreFoundInOrder) {
  for (const char* name : {"more/b.so", "more/a.so", "more/a.txt", "more/deeper/c.so"}) add(name);
  EXPECT_THAT(found({directory_ / "more"}), ElementsAre("more/a.so", "more/b.so"));
}

TEST_F(Discovery, OfAFolderThoseScriptsAreFoundThatDeclareARemediation) {
  add("more/a.py", "import remedy\n\n@remedy.remediation(\n    id=\"a\")\n");
  add("more/b.py", "from remedy import remediation\n@remediation(id=\"b\")\n");
  add("more/helper.py", "# @remedy.remediation(id=\"c\")\n");
  add("more/c.so");
  EXPECT_THAT(found({directory_ / "more"}), ElementsAre("more/a.py", "more/b.py", "more/c.so"));
  // What is named is taken as it is.
  EXPECT_THAT(found({directory_ / "more/helper.py"}), ElementsAre("more/helper.py"));
}

TEST_F(Discovery, ThePathOfTheEnvironmentStandsBeforeTheStudysPlugins) {
  add("one/a.so");
  add("two/b.so");
  add("c.so");
  setenv("REMEDY_PLUGIN_PATH",
         ("::" + (directory_ / "two").string() + ":" + (directory_ / "one/a.so").string()).c_str(),
         1);
  EXPECT_THAT(found({directory_ / "c.so", directory_ / "two" / ".." / "two" / "b.so"}),
              ElementsAre("two/b.so", "one/a.so", "c.so"));
}

TEST_F(Discovery, APathThatIsNotThereIsNamed) {
  try {
    find_plugins({directory_ / "nowhere"});
    FAIL() << "it was found";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr((directory_ / "nowhere").string() + ": there is no such"));
  }
}

TEST_F(Discovery, AWorkerDescribesEachLibraryOnce) {
  const auto one = add("one.so"), two = add("two.so");
  Catalogue catalogue = describe({one, two});
  EXPECT_THAT(catalogue.ids(), ElementsAre("one", "two"));
  EXPECT_THAT(catalogue.rejected, IsEmpty());
  EXPECT_EQ(catalogue.remediations.at("one").library, one);
  EXPECT_EQ(asked(), 2U);
  EXPECT_THAT(describe({one, two}).ids(), ElementsAre("one", "two"));
  EXPECT_EQ(asked(), 2U);  // from the cache
  add("one.so", "sound, and built again");
  EXPECT_THAT(describe({one, two}).ids(), ElementsAre("one", "two"));
  EXPECT_EQ(asked(), 3U);
}

TEST_F(Discovery, AScriptIsDescribedAgainWhenAModuleThatItImportsHasChanged) {
  const auto script = add("script.py");
  add("helper.py");
  EXPECT_THAT(describe({script}).ids(), ElementsAre("script"));
  EXPECT_THAT(describe({script}).ids(), ElementsAre("script"));
  EXPECT_EQ(asked(), 1U);
  add("helper.py", "and more");
  EXPECT_THAT(describe({script}).ids(), ElementsAre("script"));
  EXPECT_EQ(asked(), 2U);
  std::filesystem::remove(directory_ / "helper.py");
  describe({script});
  EXPECT_EQ(asked(), 3U);
}

TEST_F(Discovery, ALibraryThatEndsTheWorkerIsRejectedAndTheOthersAreDescribed) {
  const Catalogue catalogue =
      describe({add("a.so"), add("b.so", "dies"), add("c.so", "rejected"), add("d.so")});
  EXPECT_THAT(catalogue.ids(), ElementsAre("a", "d"));
  ASSERT_EQ(catalogue.rejected.size(), 2U);
  EXPECT_EQ(catalogue.rejected[0].library, directory_ / "b.so");
  EXPECT_THAT(catalogue.rejected[0].reason,
              HasSubstr("loading it ended the worker, which was killed by SIGKILL"));
  EXPECT_EQ(catalogue.rejected[1].reason, "it is another's");
}

TEST_F(Discovery, ADamagedCacheIsMadeAgain) {
  const auto one = add("one.so");
  describe({one});
  for (const char* damage : {"{", "[]", "{\"event\": \"described\"}"}) {
    for (const auto& entry : std::filesystem::directory_iterator(directory_ / "cache/plugins")) {
      write_file(entry.path(), damage);
    }
    EXPECT_THAT(describe({one}).ids(), ElementsAre("one")) << damage;
  }
}

TEST_F(Discovery, ASecondLibraryOfAnIdIsRejectedNamingBoth) {
  const auto first = add("x/same.so"), second = add("y/same.so");
  const Catalogue catalogue = describe({first, second});
  EXPECT_EQ(catalogue.remediations.at("same").library, first);
  ASSERT_EQ(catalogue.rejected.size(), 1U);
  EXPECT_EQ(catalogue.rejected[0].library, second);
  EXPECT_THAT(catalogue.rejected[0].reason, HasSubstr(first.string()));
}

}  // namespace
}  // namespace remedy
