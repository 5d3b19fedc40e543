#include "model/checkpoint/pickle/pickle.h"

#include "model/checkpoint/checkpoint_testing.h"

namespace remedy::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using Kind = PickleValue::Kind;

std::string pickle_refusal(const std::string& bytes) {
  try {
    const Pickle pickle("test.pkl", bytes);
    return "";
  } catch (const Error& error) {
    return error.what();
  }
}

std::int64_t integer_of(const std::string& bytes) {
  const Pickle pickle("test.pkl", bytes);
  EXPECT_EQ(pickle.root().kind, Kind::kInt);
  return pickle.root().integer;
}

TEST(Pickle, ReadsIntegersOfEveryWidth) {
  EXPECT_EQ(integer_of(binary("\x80\x02K\xff.")), 255);
  EXPECT_EQ(integer_of(binary("\x80\x02M\xff\xff.")), 65535);
  EXPECT_EQ(integer_of(binary("\x80\x02J\xff\xff\xff\xff.")), -1);
  EXPECT_EQ(integer_of(binary("\x80\x02\x8a\x00.")), 0);
  EXPECT_EQ(integer_of(binary("\x80\x02\x8a\x01\xff.")), -1);
  EXPECT_EQ(integer_of(binary("\x80\x02\x8a\x06\x00\x00\x00\x00\x00\x01.")), std::int64_t{1} << 40);
  EXPECT_EQ(integer_of(binary("\x80\x02\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x7f.")), INT64_MAX);
}

TEST(Pickle, ReadsADictOfSimpleValues) {
  const std::string bytes = binary(
      "\x80\x02}(X\x01\x00\x00\x00"
      "aG\x3f\xf8\x00\x00\x00\x00\x00\x00\x8c\x01"
      "b\x88\x8c\x01"
      "c\x89\x8c\x01"
      "dNu.");
  const Pickle pickle("test.pkl", bytes);
  const auto& items = pickle.root().items;
  ASSERT_EQ(items.size(), 8U);
  EXPECT_EQ(items[0]->text, "a");
  EXPECT_EQ(items[1]->kind, Kind::kFloat);
  EXPECT_EQ(items[3]->integer, 1);
  EXPECT_EQ(items[5]->kind, Kind::kBool);
  EXPECT_EQ(items[5]->integer, 0);
  EXPECT_EQ(items[7]->kind, Kind::kNone);
}

TEST(Pickle, ACallThatMakesATensorIsKeptAndNotMade) {
  const std::string bytes =
      "\x80\x02"
      "ctorch._utils\n_rebuild_tensor_v2\nK\x07\x85R.";
  const Pickle pickle("test.pkl", bytes);
  EXPECT_EQ(pickle.root().kind, Kind::kCall);
  EXPECT_EQ(pickle.root().text, "torch._utils._rebuild_tensor_v2");
  EXPECT_EQ(pickle.root().items[0]->integer, 7);
}

TEST(Pickle, AnyOtherCallLeavesItsNameAlone) {
  const std::string bytes =
      "\x80\x02"
      "cmodels\nNet\nK\x07\x85R.";
  const Pickle pickle("test.pkl", bytes);
  EXPECT_EQ(pickle.root().kind, Kind::kObject);
  EXPECT_EQ(pickle.root().text, "models.Net");
  EXPECT_TRUE(pickle.root().items.empty());
}

TEST(Pickle, AnObjectKeepsItsAttributes) {
  // copy_reg._reconstructor(argparse.Namespace, object, None), then its __dict__.
  const std::string bytes = binary(
      "\x80\x02"
      "ccopy_reg\n_reconstructor\ncargparse\nNamespace\nc__builtin__\nobject\nN\x87R}\x8c\x01"
      "aK\x05sb.");
  const Pickle pickle("test.pkl", bytes);
  EXPECT_EQ(pickle.root().kind, Kind::kObject);
  EXPECT_EQ(pickle.root().text, "argparse.Namespace");
  ASSERT_NE(pickle.root().state, nullptr);
  EXPECT_EQ(pickle.root().state->items[1]->integer, 5);
}

TEST(Pickle, TellsHowManyBytesItTakes) {
  const std::string bytes = binary("\x80\x02K\x05.\x80\x02K\x06.");
  EXPECT_EQ(Pickle("test.pkl", bytes).size(), 5U);
}

TEST(Pickle, MemoizeContinuesWhatPutBegan) {
  // PUT 0, MEMOIZE as 1, then both again.
  const std::string bytes = binary("\x80\x04(K\x05q\x00K\x06\x94h\x00h\x01t.");
  const Pickle pickle("test.pkl", bytes);
  ASSERT_EQ(pickle.root().items.size(), 4U);
  EXPECT_EQ(pickle.root().items[2]->integer, 5);
  EXPECT_EQ(pickle.root().items[3]->integer, 6);
}

TEST(Pickle, AListThatContainsItselfIsDestroyed) {
  const std::string bytes = binary(
      "\x80\x02]q\x00h\x00"
      "a.");
  const Pickle pickle("test.pkl", bytes);
  EXPECT_EQ(pickle.root().items[0], &pickle.root());
}

TEST(Pickle, DeepNestingIsDestroyedWithoutRecursion) {
  std::string bytes = "\x80\x02)";
  for (int i = 0; i < 500'000; ++i) bytes += '\x85';
  bytes += '.';
  EXPECT_EQ(pickle_refusal(bytes), "");
}

TEST(Pickle, TooManyValuesAreRefused) {
  EXPECT_THAT(pickle_refusal("\x80\x02)" + std::string(2'200'000, '\x85') + "."),
              HasSubstr("more than 2097152 values"));
}

TEST(Pickle, RefusesWhatAttacksCallByName) {
  const std::string expected =
      "test.pkl: at byte 2: os.system: a checkpoint has no need of this, and Python would run it";
  EXPECT_THAT(pickle_refusal("\x80\x02"
                             "cos\nsystem\nX\x04" +
                             binary("\x00\x00\x00true\x85R.")),
              AllOf(HasSubstr(expected), HasSubstr("nothing was executed")));
  EXPECT_THAT(pickle_refusal(binary("\x80\x04\x8c\x02os\x8c\x06system\x93.")),
              HasSubstr("os.system: a checkpoint has no need of this"));
  for (const char* name : {"cposix\nsystem\n.", "cbuiltins\neval\n.", "c__builtin__\nexecfile\n.",
                           "csubprocess\nPopen\n.", "cimportlib.util\nfind_spec\n."}) {
    EXPECT_THAT(pickle_refusal(std::string("\x80\x02") + name), HasSubstr("nothing was executed"));
  }
}

TEST(Pickle, RefusesEveryInstructionItDoesNotNeedByName) {
  const std::string known =
      ".(N\x88\x89KMJ\x8a\x8bG\x8cX\x8dTUBC\x8e\x96)\x85\x86\x87t]ae}suc\x93R\x81\x92"
      "bQqr\x94hj\x80\x95\x8f\x90\x91"
      "012";
  for (int code = 0; code < 256; ++code) {
    if (known.find(static_cast<char>(code)) != std::string::npos) continue;
    const std::string name(opcode_name(static_cast<std::uint8_t>(code)));
    EXPECT_THAT(pickle_refusal(std::string("\x80\x02") + static_cast<char>(code)),
                AllOf(HasSubstr("instruction " + name + ":"), HasSubstr("has no need of this")))
        << code;
  }
  EXPECT_EQ(opcode_name('i'), "INST");
  EXPECT_EQ(opcode_name(0x81), "NEWOBJ");
  EXPECT_EQ(opcode_name(0xff), "unknown");
}

TEST(Pickle, RefusesAttributesOfATuple) {
  EXPECT_THAT(pickle_refusal("\x80\x02)}b."),
              HasSubstr("BUILD: applied to a tuple, expected an object"));
}

struct Malformed {
  const char* what;
  std::string bytes;
  const char* expected;
};

class MalformedPickle : public ::testing::TestWithParam<Malformed> {};

TEST_P(MalformedPickle, IsRefused) {
  EXPECT_THAT(pickle_refusal(GetParam().bytes), HasSubstr(GetParam().expected));
}

INSTANTIATE_TEST_SUITE_P(
    Cases, MalformedPickle,
    ::testing::Values(
        Malformed{"Empty", "", "ends here"}, Malformed{"NoStop", "\x80\x02N", "ends here"},
        Malformed{"NoProtocol", "N.", "expected PROTO"},
        Malformed{"Protocol1", "\x80\x01N.", "protocol 1, expected 2 to 5"},
        Malformed{"Protocol6", "\x80\x06N.", "protocol 6, expected 2 to 5"},
        Malformed{"NothingLeft", "\x80\x02.", "left 0 values"},
        Malformed{"TwoLeft", "\x80\x02NN.", "left 2 values"},
        Malformed{"OpenMark", "\x80\x02N(.", "expected one"},
        Malformed{"Underflow", "\x80\x02\x85.", "nothing on the stack"},
        Malformed{"BelowTheMark", "\x80\x02]N(a", "nothing on the stack"},
        Malformed{"NoMark", "\x80\x02Nt.", "no mark"},
        Malformed{"KeyAlone", "\x80\x02}(Nu.", "a key without a value"},
        Malformed{"ItemOfATuple", "\x80\x02)NNs.", "applied to a tuple, expected a dict"},
        Malformed{"StringTooLong", "\x80\x02X\xff\xff\xff\xff.", "ends here"},
        Malformed{"LongTooLong", "\x80\x02\x8a\x09", "ends here"},
        Malformed{"NameTooLong", "\x80\x02" + ("c" + std::string(300, 'x')) + "\ny\n.",
                  "a name of 301 characters"},
        Malformed{"MemoHole", binary("\x80\x02h\x00."), "memo entry 0 does not exist"},
        Malformed{"MemoTooLarge", "\x80\x02Nr\xff\xff\xff\x7f.", "memo entry 2147483647"},
        Malformed{"CallWithAnInt", "\x80\x02K\x01K\x02R.", "calls an int with an int"},
        Malformed{"FrameTooLong", binary("\x80\x04\x95\xff\x00\x00\x00\x00\x00\x00\x00N."),
                  "longer than the pickle"},
        Malformed{"NestedMarks", "\x80\x02" + std::string(70000, '('), "marks"},
        Malformed{"DeepStack", "\x80\x02" + std::string(2'200'000, 'N'), "values on the stack"}),
    [](const auto& instance) { return std::string(instance.param.what); });

}  // namespace
}  // namespace remedy::testing
