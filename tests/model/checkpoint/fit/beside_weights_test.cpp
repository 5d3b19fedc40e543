// What stands beside the weights does not matter, whatever it is.
#include "model/checkpoint/fit/tiny_network.h"

namespace remedy::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
namespace p = pickled;

struct Beside {
  const char* what;
  std::string value;
};

class BesideWeights : public Checkpoints, public ::testing::WithParamInterface<Beside> {};

TEST_P(BesideWeights, DoesNotMatter) {
  PthFile file;
  const std::string weights = p::ordered_dict(file.items(TinyNetwork()));
  const std::string other = GetParam().value;
  // Before the weights, behind them, and on both sides at once.
  for (const p::Items& items : {p::Items{{"other", other}, {"state_dict", weights}},
                                p::Items{{"state_dict", weights}, {"other", other}},
                                p::Items{{"a", other}, {"state_dict", weights}, {"b", other}}}) {
    EXPECT_EQ(content(file.write(folder_ / "a.pth", p::dict(items))), plain_content());
  }
}

std::string numpy_scalar() {
  const std::string dtype = p::call(p::global("numpy", "dtype"), {p::text("f8"), "\x89", "\x88"}) +
                            p::tuple({p::integer(3), p::text("<"), "N", "N", "N", p::integer(-1),
                                      p::integer(-1), p::integer(0)}) +
                            "b";
  return p::call(p::global("numpy.core.multiarray", "scalar"), {dtype, p::bytes("12345678")});
}

std::string optimizer() {
  const std::string first = p::dict({{"step", p::integer(5)}, {"exp_avg", "N"}});
  return p::dict(
      {{"state", "}" + p::integer(0) + first + "s"},
       {"param_groups",
        p::list({p::dict({{"lr", p::real(0.1)}, {"params", p::list({p::integer(0)})}})})}});
}

INSTANTIATE_TEST_SUITE_P(
    Values, BesideWeights,
    ::testing::Values(
        Beside{"Counter",
               p::call(p::global("collections", "Counter"), {p::dict({{"cow", p::integer(3)}})})},
        Beside{"DefaultDict",
               p::call(p::global("collections", "defaultdict"), {p::global("builtins", "list")}) +
                   p::pairs({{"loss", p::list({p::real(1)})}})},
        Beside{"Size", p::call(p::global("torch", "Size"), {p::tuple({p::integer(3)})})},
        Beside{"Dtype", p::global("torch", "float32")},
        Beside{"Device", p::call(p::global("torch", "device"), {p::text("cuda"), p::integer(0)})},
        Beside{"Set", p::set({p::integer(1), p::text("b")})},
        Beside{"FrozenSet", "(" + p::integer(1) + "\x91"},
        Beside{"Bytes", p::bytes(std::string("\0\xff", 2))},
        Beside{"ByteArray", "\x96" + p::little_endian(2, 8) + "ab"},
        Beside{"LongInteger", p::long_integer(2500)}, Beside{"NumpyScalar", numpy_scalar()},
        Beside{"Namespace", p::object("argparse", "Namespace",
                                      {{"lr", p::real(0.1)}, {"model", p::text("resnet18")}})},
        Beside{"LightningHyperParameters",
               p::call(p::global("lightning_fabric.utilities.data", "AttributeDict"), {}) +
                   p::pairs({{"lr", p::real(0.1)}})},
        Beside{"DateTime", p::call(p::global("datetime", "datetime"), {p::bytes("1234567890")})},
        Beside{"Path", p::call(p::global("pathlib", "PosixPath"), {p::text("/"), p::text("tmp")})},
        Beside{"ObjectWithArgumentsByName",
               p::global("models", "Net") + ")" + p::dict({{"width", p::integer(2)}}) + "\x92"},
        Beside{"ClassOfAUser", p::object("__main__", "Config", {{"a", p::list({p::real(1)})}})},
        Beside{"Method", p::call(p::global("builtins", "getattr"),
                                 {p::object("models", "Net", {}), p::text("forward")})},
        Beside{"LoneSurrogate", p::text("\xed\xa0\x80")}, Beside{"Optimizer", optimizer()}),
    [](const auto& instance) { return std::string(instance.param.what); });

using Beside600000 = Checkpoints;

TEST_F(Beside600000, FloatsOfHistoryDoNotMatter) {
  PthFile file;
  const std::string weights = p::ordered_dict(file.items(TinyNetwork()));
  std::string history = "]";
  for (int batch = 0; batch < 600; ++batch) {
    history += "(";
    for (int i = 0; i < 1000; ++i) history += p::real(i);
    history += "e";
  }
  const std::string rows = "](" + std::string(600'000, 'N') + "e";
  std::string one_tuple = "(";
  for (int i = 0; i < 600'000; ++i) one_tuple += p::real(i);
  one_tuple += "t";
  for (const std::string& other : {history, rows, one_tuple}) {
    EXPECT_EQ(content(file.write(folder_ / "a.pth",
                                 p::dict({{"history", other}, {"state_dict", weights}}))),
              plain_content());
  }
}

// How tensors themselves may be written.
class WrappedTensors : public Checkpoints, public ::testing::WithParamInterface<Beside> {};

TEST_P(WrappedTensors, AreTheSameTensors) {
  Writing writing;
  const std::string kind = GetParam().what;
  writing.wrap = [&](const std::string& call) {
    const std::string v2 = p::global("torch._utils", "_rebuild_tensor_v2");
    const std::string arguments = call.substr(v2.size(), call.size() - v2.size() - 1);
    if (kind == "Parameters") {
      return p::call(p::global("torch._utils", "_rebuild_parameter"),
                     {call, "\x88", p::ordered_dict({})});
    }
    if (kind == "ParametersWithAttributes") {
      return p::call(p::global("torch._utils", "_rebuild_parameter_with_state"),
                     {call, "\x88", p::ordered_dict({}), p::dict({{"tag", p::text("x")}})});
    }
    return p::call(p::global("torch._tensor", "_rebuild_from_type_v2"),
                   {v2, p::global("torch", "Tensor"), arguments,
                    p::dict({{"tag", p::object("models", "Tag", {})}})});
  };
  PthFile file;
  EXPECT_EQ(
      content(file.write(folder_ / "a.pth", p::ordered_dict(file.items(TinyNetwork(), writing)))),
      plain_content());
}

INSTANTIATE_TEST_SUITE_P(Kinds, WrappedTensors,
                         ::testing::Values(Beside{"Parameters", ""},
                                           Beside{"ParametersWithAttributes", ""},
                                           Beside{"TensorsWithAttributes", ""}),
                         [](const auto& instance) { return std::string(instance.param.what); });

using InTheirPlace = Checkpoints;

TEST_F(InTheirPlace, AnObjectWhereATensorIsNeededIsNamedByItsKey) {
  PthFile file;
  p::Items items = file.items(TinyNetwork());
  const std::string array =
      p::call(p::global("numpy.core.multiarray", "_reconstruct"),
              {p::global("numpy", "ndarray"), p::tuple({p::integer(0)}), p::bytes("b")});
  for (const std::string& other : {array, p::object("models", "Lazy", {}),
                                   p::call(p::global("torch._utils", "_rebuild_qtensor"), {})}) {
    items.front().second = other;
    EXPECT_THAT(refused(file.write(folder_ / "a.pth", p::dict({{"model", p::dict(items)}}))),
                AllOf(HasSubstr("a.pth: these are not the weights of a resnet18"),
                      HasSubstr("not to be read: \"conv1.weight\" is an object of "),
                      Not(HasSubstr("at byte"))));
  }
}

TEST_F(InTheirPlace, CallsOfAnAttackAreRefusedBesideTheWeightsToo) {
  PthFile file;
  const std::string weights = p::ordered_dict(file.items(TinyNetwork()));
  for (const auto& [module, name] :
       {std::pair{"posix", "system"}, {"builtins", "exec"}, {"subprocess", "Popen"}}) {
    const std::string other = p::call(p::global(module, name), {p::text("touch /tmp/attacked")});
    EXPECT_THAT(
        refused(file.write(folder_ / "a.pth", p::dict({{"state_dict", weights}, {"x", other}}))),
        AllOf(HasSubstr(std::string(module) + "." + name), HasSubstr("nothing was executed")));
  }
}

}  // namespace
}  // namespace remedy::testing
