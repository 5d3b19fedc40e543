// Files that are damaged, made to harm, or of a kind that is not read: every one must end in an
// Error or in tensors, soon and in little memory.
#include "allocations.h"
#include "model/checkpoint/checkpoint_testing.h"
#include "temporary_directory.h"

namespace remedy::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr std::size_t kMostMemory = 100'000'000;

TEST(ReadHostile, APickleThatCallsASystemCommandIsRefusedByNameAndNotExecuted) {
  const std::filesystem::path trace = "remedy-was-attacked";
  std::filesystem::remove(trace);
  EXPECT_THAT(refusal(fixture("os_system.pth")),
              AllOf(HasSubstr("os_system.pth"), HasSubstr("posix.system: a checkpoint has no need"),
                    HasSubstr("nothing was executed")));
  EXPECT_FALSE(std::filesystem::exists(trace));
}

struct Unreadable {
  const char* file;
  const char* expected;
};

class ReadUnreadable : public ::testing::TestWithParam<Unreadable> {};

TEST_P(ReadUnreadable, NamesTheFileAndSaysWhatToDo) {
  EXPECT_THAT(refusal(fixture(GetParam().file)),
              AllOf(HasSubstr(GetParam().file), HasSubstr(GetParam().expected)));
}

INSTANTIATE_TEST_SUITE_P(
    Files, ReadUnreadable,
    ::testing::Values(
        Unreadable{"torchscript.pt", "torch.save(torch.jit.load(path).state_dict(), new_path)"},
        Unreadable{"deflated.pth", "\"archive/data.pkl\" is compressed"},
        Unreadable{"list.pth", "holds a list, expected a state dict"},
        Unreadable{"complex.pth", "tensor \"weight\" has elements of torch.ComplexFloatStorage"},
        Unreadable{"no_tensor.pth", "holds no tensor"}, Unreadable{"make_fixtures.py", "a script"}),
    [](const auto& instance) {
      const std::string name = instance.param.file;
      return name.substr(0, name.find('.'));
    });

TEST(ReadHostile, AnEmptyFileIsCalledEmpty) {
  const TemporaryDirectory folder;
  put(folder / "empty.pth", "");
  EXPECT_THAT(refusal(folder / "empty.pth"), AllOf(HasSubstr("empty.pth"), HasSubstr("is empty")));
}

TEST(ReadHostile, AMissingFileIsNamed) {
  const TemporaryDirectory folder;
  EXPECT_THAT(refusal(folder / "absent.pth"), HasSubstr("absent.pth: cannot be opened"));
}

TEST(ReadHostile, AGitLfsPointerIsRecognised) {
  const TemporaryDirectory folder;
  put(folder / "lfs.pth", "version https://git-lfs.github.com/spec/v1\noid sha256:00\n");
  EXPECT_THAT(refusal(folder / "lfs.pth"), HasSubstr("git lfs pull"));
}

class Damaged : public ::testing::TestWithParam<const char*> {
 protected:
  const std::string whole_ = read_file(fixture(GetParam()));
  const TemporaryDirectory folder_;
  const std::filesystem::path file_ = folder_ / "damaged.file";
};

TEST_P(Damaged, EveryTruncationIsRefused) {
  for (std::size_t size = 0; size < whole_.size(); size += 64) {
    put(file_, whole_.substr(0, size));
    EXPECT_THAT(refusal(file_), HasSubstr("damaged.file")) << size << " bytes";
  }
  put(file_, whole_.substr(0, whole_.size() - 1));
  EXPECT_NE(refusal(file_), "");
}

TEST_P(Damaged, AnyChangedByteIsReadOrRefusedInLittleMemory) {
  forget_allocations();
  for (const char change : {'\x01', '\x80', '\xff'}) {
    for (std::size_t i = 0; i < whole_.size(); ++i) {
      std::string bytes = whole_;
      bytes[i] = static_cast<char>(bytes[i] ^ change);
      put(file_, bytes);
      refusal(file_);  // anything but an Error fails the test
    }
  }
  EXPECT_LT(largest_allocation(), kMostMemory);
}

INSTANTIATE_TEST_SUITE_P(Files, Damaged,
                         ::testing::Values("parameters.pth", "views.pth", "official.safetensors"),
                         [](const auto& instance) {
                           const std::string name = instance.param;
                           return name.substr(0, name.find('.'));
                         });

// The archive's checksums hide the unpickler from changed bytes; here they are right.
TEST(ReadHostile, AnyChangedByteOfThePickleIsReadOrRefusedInLittleMemory) {
  const TemporaryDirectory folder;
  const MappedFile file(fixture("views.pth"));
  const StoredZip archive("views.pth", file);
  std::vector<std::pair<std::string, std::string>> entries;
  std::size_t pickle = 0;
  for (const StoredZip::Entry& entry : archive.entries()) {
    if (entry.name == "views/data.pkl") pickle = entries.size();
    const auto bytes = archive.read(entry);
    entries.emplace_back(entry.name,
                         std::string(reinterpret_cast<const char*>(bytes.get()), entry.bytes));
  }
  const std::string whole = entries[pickle].second;
  int read = 0;
  forget_allocations();
  for (const char change : {'\x01', '\x02', '\x08', '\x40', '\x80', '\xff'}) {
    for (std::size_t i = 0; i < whole.size(); ++i) {
      entries[pickle].second = whole;
      entries[pickle].second[i] = static_cast<char>(whole[i] ^ change);
      write_archive(folder / "views.pth", entries);
      read += refusal(folder / "views.pth").empty() ? 1 : 0;
    }
  }
  EXPECT_GT(read, 0);  // a changed letter of a name is still a name
  EXPECT_LT(largest_allocation(), kMostMemory);
}

}  // namespace
}  // namespace remedy::testing
