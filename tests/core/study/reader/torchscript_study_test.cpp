// Studies of a network that came as a program.
#include <gmock/gmock.h>

#include "core/study/reader/read_studies.h"

namespace remedy {
namespace {

using ::testing::HasSubstr;
using testing::kExampleStudy;
using testing::message;
using ::testing::Not;
using testing::replaced;
using testing::written_again;

std::string of_program(const std::string& keys = "  head: classifier.3\n") {
  return replaced(kExampleStudy, "  architecture: resnet18\n",
                  "  architecture: torchscript\n" + keys);
}

TEST(TorchScriptStudy, NamesTheHead) {
  const auto study = written_again(of_program());
  ASSERT_TRUE(study);
  EXPECT_EQ(study->baseline.head, "classifier.3");
  EXPECT_THAT(to_yaml(*study), Not(HasSubstr("base_width")));
  EXPECT_THAT(message(of_program("")), HasSubstr("baseline: \"head\" is missing"));
  EXPECT_THAT(message(replaced(kExampleStudy, "  weights: weights.pth",
                               "  head: fc\n  weights: weights.pth")),
              HasSubstr("baseline.head: goes with architecture: torchscript"));
}

TEST(TorchScriptStudy, HasNeitherGeometryNorPartsOfAFileNorATraining) {
  EXPECT_THAT(message(of_program("  head: fc\n  stem: small\n")),
              HasSubstr("baseline.stem: goes with residual networks, and a torchscript is none"));
  EXPECT_THAT(message(replaced(of_program(), "weights: weights.pth",
                               "weights: {file: weights.pth, key: model}")),
              HasSubstr("baseline.weights: a TorchScript file holds one network"));
  EXPECT_THAT(
      message(of_program("  head: fc\n  pretrain: {epochs: 1}\n")),
      HasSubstr("baseline.pretrain: a TorchScript program is trained where it was written"));
}

}  // namespace
}  // namespace remedy
