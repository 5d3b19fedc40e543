#include "core/hash.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "core/file.h"
#include "core/json.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

// FIPS 180-4's examples.
TEST(Sha256, KnowsThePublishedValues) {
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Sha256, PiecesAndFilesGiveTheSame) {
  const testing::TemporaryDirectory directory;
  write_file(directory / "file", "abc");
  EXPECT_EQ(sha256_file(directory / "file"), sha256("abc"));
  EXPECT_EQ(Sha256().update("a").update("bc").hex(), sha256("abc"));
  EXPECT_THROW(sha256_file(directory / "absent"), Error);
}

TEST(Canonical, DoesNotDependOnTheOrderOfKeys) {
  EXPECT_EQ(canonical(Json::parse(R"({"b": 1, "a": {"d": 2, "c": 0.5}})")),
            R"({"a":{"c":0.5,"d":2},"b":1})");
}

TEST(ShortHash, IsTheSameWithAPrefixAndWithout) {
  EXPECT_EQ(short_hash("sha256:0123456789abcdef"), "0123456789ab");
  EXPECT_EQ(short_hash("0123456789abcdef"), "0123456789ab");
  EXPECT_EQ(short_hash(""), "");
}

}  // namespace
}  // namespace remedy
