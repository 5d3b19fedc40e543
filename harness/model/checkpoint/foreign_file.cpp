#include "model/checkpoint/foreign_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/json.h"
#include "core/text.h"

namespace remedy {
namespace {

constexpr std::string_view kExpected = "expected a .pth as torch.save writes it or safetensors";
// What anybody can do who has the file alone.
constexpr std::string_view kSaveAgain =
    "in Python, d = torch.load(path, weights_only=False), then torch.save(d, new_path) for a "
    "dict of weights, torch.save(d.state_dict(), new_path) for a model";

bool begins(std::string_view content, std::string_view with) {
  return content.substr(0, with.size()) == with;
}

struct Signature {
  std::string_view bytes;
  const char* kind;
  const char* advice;
};

using namespace std::string_view_literals;

constexpr std::array<Signature, 19> kSignatures = {{
    {"version https://git-lfs"sv, "a Git LFS pointer, not the checkpoint itself",
     "run 'git lfs pull' where it came from"},
    {"\x1f\x8b"sv, "a gzip archive", "unpack it with gunzip (of a .tar.gz, tar -xzf) first"},
    {"BZh"sv, "a bzip2 archive", "unpack it with bunzip2 first"},
    {"\xfd"
     "7zXZ"sv,
     "an xz archive", "unpack it with unxz first"},
    {"\x28\xb5\x2f\xfd"sv, "a zstd archive", "unpack it with unzstd first"},
    {"7z\xbc\xaf\x27\x1c"sv, "a 7z archive", "unpack it first"},
    {"Rar!"sv, "a RAR archive", "unpack it first"},
    {"\x89HDF"sv, "an HDF5 file, as Keras writes weights",
     "weights of Keras or TensorFlow have to be converted to PyTorch's names and layout first"},
    {"\x93NUMPY"sv, "a NumPy array (.npy)",
     "expected named tensors: torch.save({name: torch.from_numpy(array)}, new_path)"},
    {"GGUF"sv, "a GGUF file", "it holds quantised weights of language models"},
    {"%PDF"sv, "a PDF", "download the checkpoint itself"},
    {"\x89PNG"sv, "a PNG picture", "give the file with the weights"},
    {"\xff\xd8\xff"sv, "a JPEG picture", "give the file with the weights"},
    {"<?xml"sv, "an XML page, such as a storage service's message of an error",
     "open it in an editor to see what it says, and download the checkpoint again"},
    {"TFL3"sv, "a TensorFlow Lite file", "it holds a program, not weights by name"},
    {"\x7f"
     "ELF"sv,
     "a program or library", "give the file with the weights"},
    {"PK\x07\x08"sv, "a part of a zip archive in several parts", "join the parts first"},
    {"#!"sv, "a script", "give the file that it writes"},
    {"\xef\xbb\xbf"sv, "a text file", "give the file with the weights"},
}};

// Pages begin in many ways, after spaces, in either case.
bool is_html(std::string_view content) {
  const std::string start = lower_case(content.substr(0, 512));
  const std::size_t first = start.find_first_not_of(" \t\r\n\xef\xbb\xbf");
  if (first == std::string::npos || start[first] != '<') return false;
  return start.find("<html") != std::string::npos || start.find("<!doctype") != std::string::npos ||
         start.find("<head") != std::string::npos || start.find("<body") != std::string::npos;
}

bool is_tar(std::string_view content) {
  return content.size() >= 512 && content.substr(257, 5) == "ustar";
}

// The first field of a model is its version, the second the producer's name.
bool is_onnx(std::string_view content) {
  if (content.size() < 8 || content[0] != '\x08' || content[2] != '\x12') return false;
  const std::string_view start = content.substr(4, 64);
  return begins(start, "pytorch") || begins(start, "onnx") || begins(start, "tf2onnx") ||
         begins(start, "keras") || start.find("onnx") != std::string_view::npos;
}

bool is_pickle(std::string_view content) {
  return content.size() > 2 && content[0] == '\x80' && content[1] >= 2 && content[1] <= 5;
}

bool is_text(std::string_view content) {
  const std::string_view start = content.substr(0, 512);
  return std::all_of(start.begin(), start.end(), [](char letter) {
    const auto byte = static_cast<unsigned char>(letter);
    return byte >= 32 || byte == '\n' || byte == '\r' || byte == '\t';
  });
}

bool any_ends(const std::vector<std::string>& names, std::initializer_list<const char*> endings) {
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    return std::any_of(endings.begin(), endings.end(),
                       [&](const char* ending) { return ends_with(name, ending); });
  });
}

}  // namespace

std::string foreign_kind(std::string_view content) {
  for (const Signature& signature : kSignatures) {
    if (begins(content, signature.bytes)) {
      return fmt::format("{}: {}; {}", signature.kind, kExpected, signature.advice);
    }
  }
  if (is_html(content)) {
    return fmt::format(
        "an HTML page, as a server sends it in place of a file that needs a login or has moved: "
        "{}; open it in a browser to see what it says, and download the checkpoint again",
        kExpected);
  }
  if (is_tar(content)) {
    return fmt::format(
        "a tar archive: {}; unpack it with tar -xf, or, where it is a checkpoint of PyTorch 0.1, "
        "{}",
        kExpected, kSaveAgain);
  }
  if (is_onnx(content)) {
    return fmt::format(
        "an ONNX model, which holds a graph: {}; use the checkpoint that it was exported from",
        kExpected);
  }
  if (is_pickle(content)) {
    return fmt::format(
        "a pickle that torch.save did not write: {}; in Python, d = pickle.load(open(path, 'rb')), "
        "then torch.save({{k: torch.as_tensor(v) for k, v in d.items()}}, new_path)",
        kExpected);
  }
  if (is_text(content)) {
    return fmt::format("a text file that begins with {}: {}", in_quotes(content.substr(0, 40)),
                       kExpected);
  }
  return fmt::format(
      "neither a .pth as torch.save writes it nor safetensors: "
      "expected a checkpoint, whole and of one of these formats");
}

std::string foreign_archive(const std::vector<std::string>& entries) {
  const std::string expected = "expected what torch.save writes";
  if (any_ends(entries, {".npy"})) {
    return fmt::format(
        "an npz of NumPy arrays: {}; in Python, torch.save({{k: torch.from_numpy(v) for k, v in "
        "numpy.load(path).items()}}, new_path)",
        expected);
  }
  const auto inner = std::find_if(entries.begin(), entries.end(), [](const std::string& name) {
    return any_ends({name},
                    {".pth", ".pt", ".ckpt", ".bin", ".safetensors", ".tar", ".gz", ".zip"});
  });
  if (inner != entries.end()) {
    return fmt::format("a zip archive that holds {}: unpack it with 'unzip' and give that file",
                       in_quotes(*inner));
  }
  if (any_ends(entries, {"AndroidManifest.xml", "[Content_Types].xml"})) {
    return "an app or a document, packed as a zip: give the file with the weights";
  }
  if (any_ends(entries, {"metadata.json", "config.json", "model.weights.h5"})) {
    return fmt::format("a zip archive without data.pkl, such as Keras writes: {}", expected);
  }
  if (any_ends(entries, {"_weights_config.json", "archive_format"})) {
    return fmt::format(
        "an archive of torch.export, which holds a program: {}; in Python, "
        "torch.save(torch.export.load(path).state_dict, new_path)",
        expected);
  }
  return fmt::format("a zip archive without data.pkl: {}", expected);
}

std::string foreign_folder(const std::filesystem::path& folder) {
  std::error_code ignored;
  const auto holds = [&](const std::filesystem::path& name) {
    return std::filesystem::exists(folder / name, ignored);
  };
  for (const char* name : {"model.safetensors.index.json", "pytorch_model.bin.index.json",
                           "diffusion_pytorch_model.safetensors.index.json"}) {
    if (holds(name)) {
      return fmt::format("a folder of shards: give their index, {}", (folder / name).string());
    }
  }
  for (const char* name : {"model.safetensors", "pytorch_model.bin", "pytorch_model.pth"}) {
    if (holds(name)) return fmt::format("a folder: give the file {}", (folder / name).string());
  }
  if (holds("data.pkl")) {
    return fmt::format(
        "a folder, a .pth that was unpacked: pack it again, in the folder above it, by "
        "'zip -0 -r {0}.pth {0}'",
        folder.filename().string());
  }
  if (holds(".metadata")) {
    return "a folder of torch.distributed.checkpoint: in Python, "
           "torch.distributed.checkpoint.format_utils.dcp_to_torch_save(folder, new_path)";
  }
  return "a folder, expected a file: the .pth or .safetensors in it";
}

}  // namespace remedy
