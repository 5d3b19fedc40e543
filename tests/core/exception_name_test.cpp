#include "core/exception_name.h"

#include <gtest/gtest.h>

namespace remedy {
namespace {

struct Refused {};

template <typename Thrown>
std::string name_of(Thrown thrown) {
  try {
    throw thrown;
  } catch (...) {
    return exception_name();
  }
}

TEST(ExceptionName, IsThatOfTheSource) {
  EXPECT_EQ(name_of(42), "int");
  EXPECT_EQ(name_of(static_cast<const char*>("no")), "char const*");
  EXPECT_EQ(name_of(Refused()), "remedy::(anonymous namespace)::Refused");
}

}  // namespace
}  // namespace remedy
