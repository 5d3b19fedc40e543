#include "model/checkpoint/stored_zip.h"

#include "model/checkpoint/checkpoint_testing.h"
#include "temporary_directory.h"

namespace remedy::testing {
namespace {

using ::testing::HasSubstr;

std::string little_endian(std::uint64_t value, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text += static_cast<char>(i < 8 ? value >> (8 * i) : 0);
  return text;
}

// A directory record of a stored entry whose local header stands at `offset`.
std::string directory_record(const std::string& name, std::uint64_t bytes, std::uint64_t offset) {
  return "PK\x01\x02" + little_endian(20, 2) + little_endian(20, 2) + little_endian(0, 4) +
         little_endian(0, 4) + little_endian(0, 4) + little_endian(bytes, 4) +
         little_endian(bytes, 4) + little_endian(name.size(), 2) + little_endian(0, 12) +
         little_endian(offset, 4) + name;
}

std::string local_header(const std::string& name, std::uint64_t bytes) {
  return "PK\x03\x04" + little_endian(20, 2) + little_endian(0, 4) + little_endian(0, 4) +
         little_endian(0, 4) + little_endian(bytes, 4) + little_endian(bytes, 4) +
         little_endian(name.size(), 2) + little_endian(0, 2) + name;
}

std::string end_record(std::uint64_t entries, std::uint64_t bytes, std::uint64_t offset) {
  return "PK\x05\x06" + little_endian(0, 4) + little_endian(entries, 2) +
         little_endian(entries, 2) + little_endian(bytes, 4) + little_endian(offset, 4) +
         little_endian(0, 2);
}

TEST(StoredZip, ReadsWhatWasWritten) {
  const TemporaryDirectory folder;
  write_archive(folder / "a.zip", {{"r/one", "first"}, {"r/two", ""}});
  const MappedFile file(folder / "a.zip");
  const StoredZip archive("a.zip", file);
  ASSERT_EQ(archive.entries().size(), 2U);
  const StoredZip::Entry* one = archive.find("r/one");
  ASSERT_NE(one, nullptr);
  EXPECT_EQ(std::string(reinterpret_cast<const char*>(archive.read(*one).get()), one->bytes),
            "first");
  EXPECT_EQ(archive.find("r/two")->bytes, 0U);
  EXPECT_EQ(archive.find("one"), nullptr);
}

TEST(StoredZip, AlignsEveryEntryTo64Bytes) {
  const TemporaryDirectory folder;
  write_archive(folder / "a.zip", {{"r/data.pkl", "<1>"}, {"r/x", "<2>"}, {"r/longer", "<3>"}});
  const std::string bytes = read_file(folder / "a.zip");
  for (const char* content : {"<1>", "<2>", "<3>"}) EXPECT_EQ(bytes.find(content) % 64, 0U);
}

TEST(StoredZip, AChangedByteOfTheContentIsNoticed) {
  const TemporaryDirectory folder;
  write_archive(folder / "a.pth", {{"r/data.pkl", "\x80\x02}."}});
  std::string bytes = read_file(folder / "a.pth");
  bytes[bytes.find("\x80\x02}.") + 2] = ']';
  put(folder / "a.pth", bytes);
  EXPECT_THAT(refusal(folder / "a.pth"), HasSubstr("\"r/data.pkl\" cannot be read"));
}

TEST(StoredZip, EntriesThatOverlapAreRefused) {
  // Both records of the directory stand for the same bytes: how small archives hold very much.
  const TemporaryDirectory folder;
  const std::string content(1000, 'x');
  const std::string entry = local_header("r/a", content.size()) + content;
  const std::string directory = directory_record("r/a", 1000, 0) + directory_record("r/b", 1000, 0);
  put(folder / "a.pth", entry + directory + end_record(2, directory.size(), entry.size()));
  EXPECT_THAT(refusal(folder / "a.pth"), HasSubstr("more than the file holds"));
}

TEST(StoredZip, RepeatedNamesAreRefused) {
  const TemporaryDirectory folder;
  const std::string entry = local_header("r/a", 0);
  const std::string directory = directory_record("r/a", 0, 0) + directory_record("r/a", 0, 0);
  put(folder / "a.pth", entry + directory + end_record(2, directory.size(), entry.size()));
  EXPECT_THAT(refusal(folder / "a.pth"), HasSubstr("two entries named \"r/a\""));
}

TEST(StoredZip, AnArchiveWithoutEntriesIsRefused) {
  const TemporaryDirectory folder;
  put(folder / "a.pth", end_record(0, 0, 0));
  EXPECT_THAT(refusal(folder / "a.pth"), HasSubstr("a.pth: a zip archive without entries"));
}

TEST(StoredZip, AnAbsurdNumberOfEntriesIsRefused) {
  const TemporaryDirectory folder;
  const std::string entry = local_header("r/a", 0);
  const std::string directory = directory_record("r/a", 0, 0);
  const std::uint64_t claimed = std::uint64_t{1} << 33;
  const std::string end64 = "PK\x06\x06" + little_endian(44, 8) + little_endian(45, 2) +
                            little_endian(45, 2) + little_endian(0, 8) + little_endian(claimed, 8) +
                            little_endian(claimed, 8) + little_endian(directory.size(), 8) +
                            little_endian(entry.size(), 8);
  const std::string locator = "PK\x06\x07" + little_endian(0, 4) +
                              little_endian(entry.size() + directory.size(), 8) +
                              little_endian(1, 4);
  put(folder / "a.pth",
      entry + directory + end64 + locator + end_record(0xffff, 0xffffffff, 0xffffffff));
  EXPECT_THAT(refusal(folder / "a.pth"), HasSubstr("not a whole zip archive"));
}

// Each is a candidate that libzip reads the whole directory for: this took minutes.
TEST(StoredZip, ManyEndRecordsAreRefused) {
  const TemporaryDirectory folder;
  const std::string entry = local_header("r/a", 0);
  const std::string directory = directory_record("r/a", 0, 0);
  std::string bytes = entry + directory;
  for (int i = 0; i < 100; ++i) bytes += end_record(1, directory.size(), entry.size());
  put(folder / "a.pth", bytes);
  EXPECT_THAT(refusal(folder / "a.pth"), HasSubstr("more than 8 end records"));
}

}  // namespace
}  // namespace remedy::testing
