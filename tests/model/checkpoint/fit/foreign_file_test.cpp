// What is no checkpoint is named, with advice that its reader can follow.
#include "model/checkpoint/fit/tiny_network.h"

namespace remedy::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

struct Foreign {
  const char* what;
  std::string content;
  const char* named;
};

class ForeignFile : public Checkpoints, public ::testing::WithParamInterface<Foreign> {};

TEST_P(ForeignFile, IsNamedForWhatItIs) {
  put(folder_ / "a.pth", GetParam().content);
  EXPECT_THAT(refused(folder_ / "a.pth"), AllOf(HasSubstr("a.pth: "), HasSubstr(GetParam().named)));
}

std::string tar(const std::string& name) {
  std::string header(512, '\0');
  header.replace(0, name.size(), name);
  header.replace(257, 5, "ustar");
  return header + std::string(1024, '\0');
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, ForeignFile,
    ::testing::Values(
        Foreign{"Html", "\n<!DOCTYPE html>\n<html><head>", "an HTML page"},
        Foreign{"HtmlWithoutDoctype", "<HTML><BODY>404", "an HTML page"},
        Foreign{"HtmlLogin", "  <html lang=\"en\"><title>Sign in", "an HTML page"},
        Foreign{"Xml", "<?xml version=\"1.0\"?><Error><Code>AccessDenied", "an XML page"},
        Foreign{"Lfs", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 3\n",
                "git lfs pull"},
        Foreign{"Gzip", binary("\x1f\x8b\x08\x00\x00"), "gunzip"},
        Foreign{"Bzip2", "BZh91AY&SY", "bunzip2"},
        Foreign{"Zstd", binary("\x28\xb5\x2f\xfd\x00"), "unzstd"},
        Foreign{"Tar", tar("model/weights.pth"), "a tar archive"},
        Foreign{"LegacyTar", tar("sys_info"), "a tar archive"},
        Foreign{"TarOfStorages", tar("storages"), "a tar archive"},
        Foreign{"Onnx", binary("\x08\x07\x12\x07pytorch\x1a\x03"), "an ONNX model"},
        Foreign{"Hdf5", binary("\x89HDF\r\n\x1a\n\x00"), "an HDF5 file"},
        Foreign{"Npy", binary("\x93NUMPY\x01\x00"), "a NumPy array"},
        Foreign{"Gguf", binary("GGUF\x03\x00\x00\x00"), "a GGUF file"},
        Foreign{"Empty", "", "the file is empty"},
        Foreign{"Text", "hello, these are my weights\n", "a text file that begins with \"hello"},
        Foreign{"LegacyCutShort",
                binary("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19."),
                "the protocol version"},
        Foreign{"OtherPickle", binary("\x80\x04\x95\x00\x00\x00\x00\x00\x00\x00\x00}."),
                "a pickle that torch.save did not write"},
        Foreign{"Binary", std::string("\x01\x02\x03\xfe", 4) + std::string(64, '\x05'),
                "neither a .pth as torch.save writes it"}),
    [](const auto& instance) { return std::string(instance.param.what); });

using ForeignArchive = Checkpoints;

TEST_F(ForeignArchive, IsNamedForWhatItIs) {
  const std::vector<std::pair<std::vector<std::pair<std::string, std::string>>, const char*>>
      cases = {
          {{{"arr_0.npy", "x"}}, "an npz of NumPy arrays"},
          {{{"run/best.pth", "x"}, {"run/log.txt", "x"}}, "holds \"run/best.pth\": unpack it"},
          {{{"model.weights.h5", "x"}, {"metadata.json", "x"}}, "such as Keras writes"},
          {{{"a/data.pkl", "x"}, {"a/code/net.py", "x"}}, "a TorchScript archive"},
          {{{"a/data.pkl", "x"}, {"a/constants.pkl", "x"}}, "torch.jit.load(path).state_dict()"},
          {{{"readme", "x"}}, "a zip archive without data.pkl"}};
  for (const auto& [entries, named] : cases) {
    write_archive(folder_ / "a.pth", entries);
    EXPECT_THAT(refused(folder_ / "a.pth"), HasSubstr(named));
  }
}

TEST_F(ForeignArchive, AFolderIsToldWithWhatToGiveInstead) {
  const auto folder = folder_ / "model";
  std::filesystem::create_directory(folder);
  EXPECT_THAT(refused(folder), HasSubstr("a folder, expected a file"));
  put(folder / "data.pkl", "x");
  EXPECT_THAT(refused(folder), HasSubstr("zip -0 -r model.pth model"));
  put(folder / "model.safetensors", "x");
  EXPECT_THAT(refused(folder),
              HasSubstr("give the file " + (folder / "model.safetensors").string()));
  put(folder / "model.safetensors.index.json", "{}");
  EXPECT_THAT(refused(folder), HasSubstr("a folder of shards: give their index"));
}

TEST_F(ForeignArchive, AValueWithoutNamedTensorsIsToldForWhatItIs) {
  namespace p = pickled;
  PthFile file;
  const std::string tensor = file.floats({1}, {1});
  const std::pair<std::string, const char*> cases[] = {
      {p::list({tensor}), "holds a list, expected a state dict"},
      {tensor, "holds a tensor, expected a state dict"},
      {p::object("models", "Net", {}), "holds an object of models.Net, expected a state dict"},
      {p::dict({{"epoch", p::integer(1)}}), "holds no tensor"}};
  for (const auto& [value, named] : cases) {
    EXPECT_THAT(refused(file.write(folder_ / "a.pth", value)), HasSubstr(named));
  }
}

}  // namespace
}  // namespace remedy::testing
