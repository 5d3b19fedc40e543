#include "core/catalogue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "core/example_study.h"

namespace remedy {
namespace {

ParameterInfo parameter(ParameterKind kind, Range range = {}) {
  ParameterInfo info;
  info.kind = kind;
  info.range = range;
  return info;
}

TEST(ParameterInfo, AWholeNumberIsAReal) {
  const auto accepted = parameter(ParameterKind::kReal, positive).accept(std::int64_t{2});
  ASSERT_TRUE(accepted);
  EXPECT_DOUBLE_EQ(std::get<double>(*accepted), 2.0);
}

TEST(ParameterInfo, KeepsBoundsOpenAndClosed) {
  EXPECT_FALSE(parameter(ParameterKind::kReal, positive).accept(0.0));
  EXPECT_TRUE(parameter(ParameterKind::kReal, non_negative).accept(0.0));
  EXPECT_TRUE(parameter(ParameterKind::kReal, fraction).accept(1.0));
  EXPECT_FALSE(parameter(ParameterKind::kReal, fraction).accept(1.01));
  EXPECT_FALSE(parameter(ParameterKind::kInteger, at_least(1)).accept(std::int64_t{0}));
}

TEST(ParameterInfo, RefusesAnotherKind) {
  EXPECT_FALSE(parameter(ParameterKind::kInteger).accept(1.5));
  EXPECT_FALSE(parameter(ParameterKind::kFlag).accept(std::int64_t{1}));
  EXPECT_FALSE(parameter(ParameterKind::kReal).accept(std::string("x")));
  EXPECT_FALSE(parameter(ParameterKind::kReal).accept(std::monostate{}));
}

TEST(ParameterInfo, SaysWhatIsAllowed) {
  EXPECT_EQ(parameter(ParameterKind::kReal, positive).allowed(), "a number greater than 0");
  EXPECT_EQ(parameter(ParameterKind::kInteger, at_least(1)).allowed(),
            "a whole number of at least 1");
  EXPECT_EQ(parameter(ParameterKind::kReal, fraction).allowed(), "a number from 0 to 1");
}

TEST(Catalogue, RejectsASecondLibraryWithTheSameIdNamingBoth) {
  Catalogue catalogue;
  RemediationInfo info;
  info.id = "same";
  info.library = "/one.so";
  catalogue.add(info);
  info.library = "/two.so";
  catalogue.add(info);
  ASSERT_EQ(catalogue.rejected.size(), 1u);
  EXPECT_EQ(catalogue.rejected[0].library, "/two.so");
  EXPECT_THAT(catalogue.rejected[0].reason, ::testing::HasSubstr("/one.so"));
}

TEST(RemediationInfo, JsonReadsBackEqual) {
  for (const auto& [id, info] : testing::example_catalogue().remediations) {
    const Json json = to_json(info);
    EXPECT_EQ(to_json(remediation_from_json(json)), json) << id;
  }
  EXPECT_THROW(remediation_from_json(Json::object()), Error);
}

}  // namespace
}  // namespace remedy
