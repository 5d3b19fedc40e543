// What a run finds around it: descriptors that are closed, limits, file systems without locks; and
// that the exit code says what was done all the same.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>

#include <cerrno>
#include <cstdlib>

#include "cli/program.h"
#include "core/file.h"
#include "places.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;
using testing::Output;
using testing::TinyStudy;

const std::vector<std::string> kIdentity = {"run", "study.yaml", "--only", "identity"};

// Limits the size of files while it lives, for this process and those that it starts.
class FileLimit {
 public:
  explicit FileLimit(rlim_t bytes) {
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileLimit() { setrlimit(RLIMIT_FSIZE, &before_); }
  FileLimit(const FileLimit&) = delete;
  FileLimit& operator=(const FileLimit&) = delete;

 private:
  rlimit before_{};
};

bool any_temporary(const std::filesystem::path& folder) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".tmp") return true;
  }
  return false;
}

TEST(Surroundings, AReportThatCannotBeWrittenIsNoRunThatDidNothing) {
  const TinyStudy study;
  std::filesystem::create_directories(study.path("runs/tiny/report.md/in_the_way"));
  for (const char* what : {"after its trials", "with nothing left to run"}) {
    const Output output = study.remedy(kIdentity);
    EXPECT_EQ(output.code, 1) << what << output.err;
    EXPECT_THAT(output.err,
                AllOf(HasSubstr("report.md"), HasSubstr("the report could not be written")));
  }
  EXPECT_EQ(study.records("runs/tiny").at("identity")["status"], "completed");
}

TEST(Surroundings, ALimitOnTheSizeOfFilesIsAnErrorThatNamesTheFile) {
  const TinyStudy study;
  ASSERT_EQ(study.remedy(kIdentity).code, 0);
  // No file of the run but the page is as large as this.
  std::filesystem::remove(study.path("runs/tiny/report.html"));
  Output output;
  {
    const FileLimit limit(std::size_t{32} << 10);
    output = study.remedy(kIdentity);
  }
  EXPECT_EQ(output.code, 1) << output.err;
  EXPECT_THAT(output.err,
              AllOf(HasSubstr(": cannot be written: File too large"), HasSubstr("ulimit -f")));
  EXPECT_FALSE(any_temporary(study.path("runs")));
}

TEST(Surroundings, ClosedStandardDescriptorsAreNobodysFile) {
  const TinyStudy study;
  const std::string program = "'" + binary_dir() + "/bin/remedy'";
  for (const char* closed : {"2>&-", "<&- >&-", "<&- >&- 2>&-"}) {
    const std::string command = "cd '" + study.path("").string() + "' && REMEDY_CACHE='" +
                                binary_dir() + "/tests/cache' " + program +
                                " run study.yaml --only identity " + closed;
    EXPECT_EQ(std::system(command.c_str()), 0) << closed;
    EXPECT_THAT(read_file(study.path("runs/tiny/lock")), MatchesRegex("host [^ ]+, process [0-9]+"))
        << closed;
    EXPECT_EQ(study.records("runs/tiny").at("identity")["status"], "completed") << closed;
    std::filesystem::remove_all(study.path("runs"));
  }
}

TEST(Surroundings, AFileSystemWithoutLocksIsSaidToHaveNone) {
  const TinyStudy study;
  setenv("LD_PRELOAD", (binary_dir() + "/tests/preload/no_locks.so").c_str(), 1);
  for (const int error : {ENOSYS, ENOLCK, EOPNOTSUPP}) {
    setenv("NO_LOCKS", std::to_string(error).c_str(), 1);
    const Output output = study.remedy(kIdentity);
    EXPECT_EQ(output.code, 2) << error;
    EXPECT_THAT(output.err, AllOf(HasSubstr("runs/tiny"), HasSubstr("its file system has no locks"),
                                  HasSubstr("--out"), Not(HasSubstr("another process"))))
        << error;
  }
  setenv("NO_LOCKS", std::to_string(EWOULDBLOCK).c_str(), 1);
  const Output output = study.remedy(kIdentity);
  unsetenv("LD_PRELOAD");
  unsetenv("NO_LOCKS");
  EXPECT_EQ(output.code, 4);
  EXPECT_THAT(output.err, HasSubstr("another process works in this directory"));
}

TEST(Surroundings, AStudyThatLacksSomethingIsNamedAndNotTheCommandLine) {
  const TinyStudy study;
  write_file(study.path("empty.yaml"), "");
  const Output empty = study.remedy({"run", "empty.yaml"});
  EXPECT_EQ(empty.code, 2);
  EXPECT_THAT(empty.err,
              AllOf(HasSubstr("empty.yaml: \"study\" is missing"), Not(HasSubstr("--set"))));
}

}  // namespace
}  // namespace remedy
