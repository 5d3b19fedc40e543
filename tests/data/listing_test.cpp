#include "data/listing.h"

#include <gmock/gmock.h>

#include "core/hash.h"
#include "data/content_index.h"
#include "data/file_stamp.h"
#include "data_folder.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ListingTest : public testing::DataFolder {
 protected:
  static std::vector<std::string> paths(const Listing& listing) {
    std::vector<std::string> result;
    for (const auto& image : listing.images) result.push_back(image.path);
    return result;
  }
  // The one index file.
  std::filesystem::path index() const {
    return std::filesystem::directory_iterator(folder_ / "cache/index")->path();
  }
};

TEST_F(ListingTest, SortsByBytesOfTheRelativePath) {
  for (const std::string path : {"n02/b.jpg", "n02/B.JPG", "n02-x.png", "n02/a/c.Jpeg", "a.PNG"}) {
    add(path, path);
  }
  EXPECT_THAT(paths(list("cow")),
              ElementsAre("a.PNG", "n02-x.png", "n02/B.JPG", "n02/a/c.Jpeg", "n02/b.jpg"));
}

TEST_F(ListingTest, HiddenFilesArePassedOverAndOthersCounted) {
  add("a.jpg", "1");
  add(".b.jpg", "2");
  add(".thumbnails/c.jpg", "3");
  add("notes.txt", "4");
  add("jpg", "5");
  const Listing listing = list("ox");
  EXPECT_THAT(paths(listing), ElementsAre("a.jpg"));
  EXPECT_EQ(listing.ignored.count, 2U);
  EXPECT_THAT(listing.ignored.first, ElementsAre("jpg", "notes.txt"));
}

TEST_F(ListingTest, EveryFormatThatIsReadIsListed) {
  for (const char* name :
       {"a.webp", "b.bmp", "c.tif", "d.TIFF", "e.ppm", "f.pgm", "g.jfif", "h.jpe", "i.gif"}) {
    add(name, name);
  }
  const Listing listing = list("ox");
  EXPECT_EQ(listing.images.size(), 8U);
  EXPECT_THAT(listing.ignored.first, ElementsAre("i.gif"));
}

TEST_F(ListingTest, OfManyFilesPassedOverTheFirstAreNamed) {
  add("a.jpg", "1");
  for (const char* name : {"9.txt", "4.txt", "7.txt", "1.txt", "3.txt", "8.txt"}) add(name, name);
  const Listing listing = list("ox");
  EXPECT_EQ(listing.ignored.count, 6U);
  EXPECT_THAT(listing.ignored.first, ElementsAre("1.txt", "3.txt", "4.txt", "7.txt", "8.txt"));
}

TEST_F(ListingTest, LinksThatLeadNowhereAreTold) {
  add("a.jpg", "1");
  std::filesystem::create_symlink("/no/such/place", images() / "gone");
  const Listing listing = list("ox");
  EXPECT_THAT(listing.dangling.first, ElementsAre("gone"));
  EXPECT_EQ(listing.ignored.count, 0U);
}

TEST_F(ListingTest, ClassFolderThatIsALinkToNowhereIsAnError) {
  add("n01/a.jpg", "1");
  std::filesystem::create_symlink("/no/such/place", images() / "n02");
  EXPECT_THAT(error_of(set(), classes()),
              AllOf(HasSubstr("n02"), HasSubstr("/no/such/place"), HasSubstr("leads nowhere")));
  // Where the folder names no class, it is a link like any other.
  EXPECT_EQ(list("ox").dangling.count, 1U);
}

TEST_F(ListingTest, LabelsComeFromTheFirstFolder) {
  add("n03/deep/a.jpg", "1");
  add("n01/b.jpg", "2");
  const Listing listing = list();
  EXPECT_EQ(listing.images[0].label, 0);
  EXPECT_EQ(listing.images[1].label, 2);
}

TEST_F(ListingTest, ImageOutsideAnyClassFolderIsAnError) {
  add("n01/a.jpg", "1");
  add("loose.jpg", "2");
  EXPECT_THAT(error_of(set(), classes()), AllOf(HasSubstr("loose.jpg"), HasSubstr("n01")));
}

TEST_F(ListingTest, FolderThatIsNoClassIsAnErrorWithTheNearest) {
  add("n022/a.jpg", "1");
  EXPECT_THAT(error_of(set(), classes()), AllOf(HasSubstr("'n022'"), HasSubstr("n02")));
}

TEST_F(ListingTest, FolderWithAClassNameIsToldItsId) {
  add("moo-cow/a.jpg", "1");
  EXPECT_THAT(error_of(set(), classes()), HasSubstr("did you mean 'n02' (cow)?"));
}

TEST_F(ListingTest, UnknownLabelIsAnErrorNamingTheFolder) {
  add("a.jpg", "1");
  EXPECT_THAT(error_of(set("coww"), classes()), AllOf(HasSubstr("images"), HasSubstr("coww")));
}

TEST_F(ListingTest, SkipThenTake) {
  for (const char* path : {"a.jpg", "b.jpg", "c.jpg", "d.jpg"}) add(path, path);
  ImageSet some = set("ox");
  some.folder()->skip = 1;
  some.folder()->take = 2;
  EXPECT_THAT(paths(list_images(some, classes())), ElementsAre("b.jpg", "c.jpg"));
  some.folder()->take = 4;
  EXPECT_THAT(error_of(some, classes()), AllOf(HasSubstr("take: 4"), HasSubstr("3 images")));
  some.folder()->take = 0;
  EXPECT_THAT(error_of(some, classes()), HasSubstr("take: 0"));
  some.folder()->skip = 4;
  EXPECT_THAT(error_of(some, classes()), HasSubstr("skip: 4"));
}

TEST_F(ListingTest, MissingAndEmptyFoldersAreErrors) {
  EXPECT_THAT(error_of(set("ox"), classes()), HasSubstr("no such folder"));
  add("notes.txt", "1");
  EXPECT_THAT(error_of(set("ox"), classes()), HasSubstr("no image"));
  ImageSet file = set("ox");
  file.folder()->folder /= "notes.txt";
  EXPECT_THAT(error_of(file, classes()), HasSubstr("is not a folder"));
}

TEST_F(ListingTest, ContentIsOfTheBytes) {
  add("a.jpg", "first");
  const Listing listing = list("ox");
  EXPECT_EQ(listing.images[0].content, sha256("first"));
  EXPECT_EQ(listing.images[0].bytes, 5U);
}

TEST_F(ListingTest, ContentDependsOnLabelsAndOrderButNotOnPaths) {
  add("a.jpg", "1");
  add("b.jpg", "2");
  const std::string before = list("ox").content;
  EXPECT_NE(list("cow").content, before);
  std::filesystem::rename(images() / "a.jpg", images() / "aa.jpg");
  EXPECT_EQ(list("ox").content, before);
  std::filesystem::rename(images() / "aa.jpg", images() / "c.jpg");
  EXPECT_NE(list("ox").content, before);
}

TEST_F(ListingTest, IndexSparesReadingUnchangedFiles) {
  add("a.jpg", "first");
  ContentIndex planted(images());
  planted.remember("a.jpg", stamp_of(images() / "a.jpg"), sha256("other"),
                   ContentIndex::now_ns() + 10'000'000'000);
  planted.save();
  EXPECT_EQ(list("ox").images[0].content, sha256("other"));
  write_file(images() / "a.jpg", "longer");
  EXPECT_EQ(list("ox").images[0].content, sha256("longer"));
}

TEST_F(ListingTest, FileReplacedUnderTheSameSizeAndTimeIsReadAgain) {
  add("a.jpg", "first");
  list_later("ox");
  add("b", "other");
  std::filesystem::last_write_time(images() / "b",
                                   std::filesystem::last_write_time(images() / "a.jpg"));
  std::filesystem::rename(images() / "b", images() / "a.jpg");
  EXPECT_EQ(list_later("ox").images[0].content, sha256("other"));
}

TEST_F(ListingTest, FileWrittenInPlaceUnderTheSameSizeAndTimeIsReadAgain) {
  add("a.jpg", "first");
  list_later("ox");
  const FileStamp before = stamp_of(images() / "a.jpg");
  overwrite("a.jpg", "other");
  const FileStamp after = stamp_of(images() / "a.jpg");
  ASSERT_EQ(after.modified_ns, before.modified_ns);
  ASSERT_EQ(after.inode, before.inode);
  EXPECT_EQ(list_later("ox").images[0].content, sha256("other"));
}

TEST_F(ListingTest, ForgottenContentIsReadAgain) {
  add("a.jpg", "first");
  ContentIndex planted(images());
  planted.remember("a.jpg", stamp_of(images() / "a.jpg"), sha256("other"),
                   ContentIndex::now_ns() + 10'000'000'000);
  planted.save();
  forget_contents(images(), {"a.jpg"});
  EXPECT_EQ(list("ox").images[0].content, sha256("first"));
}

TEST(FileStamp, TimesOfChangeThatCanBeMadeUpAreNotTrusted) {
  for (const std::uint64_t type : {0x4d44U /*FAT*/, 0x2011BAB0U /*exFAT*/, 0x65735546U /*FUSE*/}) {
    EXPECT_FALSE(keeps_change_times(type)) << type;
  }
  for (const std::uint64_t type : {0xEF53U /*ext4*/, 0x58465342U /*XFS*/, 0x6969U /*NFS*/}) {
    EXPECT_TRUE(keeps_change_times(type)) << type;
  }
  EXPECT_FALSE(keeps_change_times(std::filesystem::path("/no/such/file")));
}

TEST_F(ListingTest, IndexIsNotTrustedForFilesThatWereJustWritten) {
  add("a.jpg", "first", /*age=*/0);
  const auto time = std::filesystem::last_write_time(images() / "a.jpg");
  list("ox");
  write_file(images() / "a.jpg", "other");
  std::filesystem::last_write_time(images() / "a.jpg", time);
  EXPECT_EQ(list("ox").images[0].content, sha256("other"));
}

TEST_F(ListingTest, DamagedIndexIsMadeAnew) {
  add("a.jpg", "first");
  list_later("ox");
  const std::string whole = read_file(index());
  for (std::size_t at = 0; at < whole.size(); at += 7) {
    std::string damaged = whole;
    damaged[at] ^= 1;
    write_file(index(), damaged);
    ASSERT_EQ(list_later("ox").images[0].content, sha256("first")) << "byte " << at;
    write_file(index(), whole.substr(0, at));
    ASSERT_EQ(list_later("ox").images[0].content, sha256("first")) << at << " bytes";
  }
  list_later("ox");
  EXPECT_EQ(read_file(index()), whole);
}

TEST_F(ListingTest, IndexForgetsFilesThatAreGone) {
  add("a.jpg", "1");
  add("b.jpg", "2");
  list_later("ox");
  EXPECT_THAT(read_file(index()), HasSubstr("b.jpg"));
  std::filesystem::remove(images() / "b.jpg");
  add("c.jpg", "3");
  list_later("ox");
  EXPECT_THAT(read_file(index()),
              AllOf(HasSubstr("a.jpg"), HasSubstr("c.jpg"), ::testing::Not(HasSubstr("b.jpg"))));
}

TEST_F(ListingTest, CacheThatCannotBeWrittenIsNoError) {
  add("a.jpg", "first");
  use_cache(folder_ / "classes.txt");
  EXPECT_EQ(list("ox").images[0].content, sha256("first"));
}

}  // namespace
}  // namespace remedy
