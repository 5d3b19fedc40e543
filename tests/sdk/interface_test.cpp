// The interface number of the SDK is raised by hand; this is what notices that it was not.
#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "core/hash.h"
#include "places.h"
#include "sdk/declarations.h"

namespace remedy {
namespace {

using testing::declarations_of;

struct Interface {
  int version = 0;
  std::string hash;
};

std::vector<Interface> recorded_interfaces() {
  std::ifstream file(source_dir() + "/harness/sdk/interfaces.txt");
  std::vector<Interface> all;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    const std::size_t space = line.find(' ');
    all.push_back({std::stoi(line), line.substr(space + 1)});
  }
  return all;
}

TEST(Interface, ItsNumberWasRaisedWhereItsDeclarationsChanged) {
  const std::vector<Interface> recorded = recorded_interfaces();
  ASSERT_FALSE(recorded.empty());
  const std::string declared = sha256(testing::interface_declarations("remediation.h"));
  EXPECT_EQ(declared, recorded.back().hash)
      << "the declarations in the headers that remedy/remediation.h includes changed since number "
      << recorded.back().version << ": raise kInterfaceVersion in remedy/descriptor.h to "
      << recorded.back().version + 1 << " and add to harness/sdk/interfaces.txt the line\n"
      << recorded.back().version + 1 << " " << declared;
  EXPECT_EQ(testing::interface_version(), recorded.back().version)
      << "kInterfaceVersion is not the last number in harness/sdk/interfaces.txt";
}

TEST(Interface, EachNumberStandsForOtherDeclarationsThanThoseBefore) {
  std::set<std::string> hashes;
  int last = 0;
  for (const Interface& one : recorded_interfaces()) {
    EXPECT_GT(one.version, last);
    EXPECT_TRUE(hashes.insert(one.hash).second) << one.version;
    last = one.version;
  }
}

TEST(Interface, CoversAllThatCrossesTheBoundary) {
  const std::string all = testing::interface_declarations("remediation.h");
  for (const char* part : {"class Context{", "class Model{", "class Remediation{",
                           "struct ParameterSpec{", "struct PluginDescriptor{", "enum Bits"}) {
    EXPECT_NE(all.find(part), std::string::npos) << part;
  }
  EXPECT_EQ(all.find("finetune("), std::string::npos);  // linked into the plugin
}

TEST(Declarations, CommentsAndWhiteSpaceDoNotCount) {
  EXPECT_EQ(
      declarations_of("// a model\n#include <map>\nint  f( int a,\n       int b );  // of b\n"),
      declarations_of("int f(int a, int b); /* of\nb */"));
  EXPECT_EQ(declarations_of("#define TWO \\\n  2\n"), declarations_of("#define TWO 2"));
}

TEST(Declarations, TypesNamesOrderAndTextsCount) {
  const std::string base = declarations_of("virtual int f(int a) = 0; virtual int g() = 0;");
  for (const char* other :
       {"virtual long f(int a) = 0; virtual int g() = 0;",
        "virtual int f(int b) = 0; virtual int g() = 0;",
        "virtual int g() = 0; virtual int f(int a) = 0;", "virtual int f(int a) = 0;"}) {
    EXPECT_NE(declarations_of(other), base) << other;
  }
  EXPECT_NE(declarations_of("const char* s = \"a // b\";"),
            declarations_of("const char* s = \"a\";"));
  EXPECT_NE(declarations_of("unsigned int a;"), declarations_of("unsignedint a;"));
}

}  // namespace
}  // namespace remedy
