#include "core/file.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

#include "core/error.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

using ::testing::HasSubstr;
using testing::TemporaryDirectory;

std::size_t files_in(const std::filesystem::path& folder) {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    (void)entry;
    ++count;
  }
  return count;
}

TEST(WriteFile, CreatesFoldersAndReplacesWhole) {
  const TemporaryDirectory directory;
  const auto file = directory / "a/b/c.txt";
  write_file(file, "one");
  write_file(file, "three");
  EXPECT_EQ(read_file(file), "three");
  EXPECT_EQ(files_in(file.parent_path()), 1u);  // no temporary file is left
}

TEST(AtomicFile, LeavesTheOldContentUntilCommit) {
  const TemporaryDirectory directory;
  const auto file = directory / "file";
  write_file(file, "old");
  {
    AtomicFile output(file);
    output.write("new", 3);
    EXPECT_EQ(read_file(file), "old");
  }
  EXPECT_EQ(read_file(file), "old");
  EXPECT_EQ(files_in(directory.path()), 1u);
  AtomicFile output(file);
  output.write("nXw", 3);
  output.write_at(1, "e", 1);
  output.commit();
  EXPECT_EQ(read_file(file), "new");
}

TEST(ReadFile, NamesTheFileAndTheReason) {
  try {
    read_file("/nowhere/at/all");
    FAIL() << "expected an error";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("/nowhere/at/all: cannot be opened: No such file"));
  }
}

// /dev/full answers every write with "no space left on device".
TEST(AtomicFile, SaysWhatToDoWhenTheDiskIsFull) {
  const TemporaryDirectory directory;
  AtomicFile output(directory / "file");
  const int full = open("/dev/full", O_WRONLY);
  ASSERT_GE(full, 0);
  // The only descriptor opened since is the file's: let it stand for the full device.
  for (int descriptor = full - 1; descriptor > 2; --descriptor) {
    char target[256] = {};
    const auto link = "/proc/self/fd/" + std::to_string(descriptor);
    if (readlink(link.c_str(), target, sizeof target - 1) > 0 &&
        std::string(target).find(directory.path().string()) == 0) {
      dup2(full, descriptor);
      break;
    }
  }
  close(full);
  try {
    output.write("content", 7);
    FAIL() << "expected an error";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("No space left on device; free some space"));
  }
}

TEST(MappedFile, ShowsTheBytesAndEndsWithTheObject) {
  const TemporaryDirectory directory;
  write_file(directory / "file", "bytes");
  write_file(directory / "empty", "");
  MappedFile first(directory / "file");
  const MappedFile moved(std::move(first));
  EXPECT_EQ(std::string(reinterpret_cast<const char*>(moved.data()), moved.size()), "bytes");
  EXPECT_EQ(MappedFile(directory / "empty").size(), 0u);
  EXPECT_THROW(MappedFile(directory.path()), Error);
}

}  // namespace
}  // namespace remedy
