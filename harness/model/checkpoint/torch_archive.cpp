// The .pth reader: what torch.save writes since PyTorch 1.6.
#include <memory>
#include <optional>
#include <utility>

#include "core/error.h"
#include "core/json.h"
#include "model/checkpoint/foreign_file.h"
#include "model/checkpoint/formats.h"
#include "model/checkpoint/pickle/pickle.h"
#include "model/checkpoint/pickled_tensors.h"
#include "model/checkpoint/stored_zip.h"

namespace remedy {
namespace {

// The folder that all records of the archive stand in, with its slash.
std::string find_root(const std::string& name, const StoredZip& archive) {
  constexpr std::string_view kPickle = "data.pkl";
  std::string root;
  bool found = false;
  for (const StoredZip::Entry& entry : archive.entries()) {
    const std::string_view path = entry.name;
    const std::size_t slash = path.find('/');
    const std::size_t folder = slash == std::string_view::npos ? 0 : slash + 1;
    if (path.substr(folder) != kPickle) continue;
    if (found) throw Error("{}: more than one data.pkl, expected one", name);
    found = true;
    root = path.substr(0, folder);
  }
  if (!found) {
    std::vector<std::string> entries;
    for (const StoredZip::Entry& entry : archive.entries()) entries.push_back(entry.name);
    throw Error("{}: {}", name, foreign_archive(entries));
  }
  for (const StoredZip::Entry& entry : archive.entries()) {
    const std::string_view path = entry.name;
    if (path == root + "constants.pkl" || path.substr(0, root.size() + 5) == root + "code/") {
      throw Error(
          "{}: a TorchScript archive, which holds a program: expected weights alone; in Python, "
          "torch.save(torch.jit.load(path).state_dict(), new_path). Or run it as it is: under "
          "baseline, architecture: torchscript, and head: the name of its last layer",
          name);
    }
  }
  return root;
}

// The records below `data/`.
class ArchivedStorages final : public StorageSource {
 public:
  ArchivedStorages(const StoredZip& archive, const std::string& root)
      : archive_(archive), root_(root) {}

  Found find(const std::string& key) const override {
    const std::string record = record_of(key);
    const StoredZip::Entry* entry = archive_.find(record);
    if (entry == nullptr) throw Error("the archive has no entry {}", in_quotes(record));
    return {entry->bytes, "entry " + in_quotes(record)};
  }
  std::unique_ptr<std::uint8_t[]> read(const std::string& key) const override {
    return archive_.read(*archive_.find(record_of(key)));
  }

 private:
  std::string record_of(const std::string& key) const { return root_ + "data/" + key; }

  const StoredZip& archive_;
  const std::string& root_;
};

class TorchArchive final : public PickledCheckpoint {
 public:
  TorchArchive(const std::string& name, MappedFile file)
      : PickledCheckpoint(name, std::move(file)),
        archive_(name, file_),
        root_(find_root(name, archive_)),
        storages_(archive_, root_) {
    check_byte_order();
    const StoredZip::Entry& entry = *archive_.find(root_ + "data.pkl");
    bytes_ = archive_.read(entry);
    pickle_.emplace(name + ": " + entry.name,
                    std::string_view(reinterpret_cast<const char*>(bytes_.get()), entry.bytes));
    list(pickle_->root());
  }

 private:
  void check_byte_order() const {
    const StoredZip::Entry* order = archive_.find(root_ + "byteorder");
    if (order == nullptr) return;
    const auto bytes = archive_.read(*order);
    const std::string_view text(reinterpret_cast<const char*>(bytes.get()), order->bytes);
    if (text != "little") {
      throw Error(
          "{}: written with byte order {}, expected \"little\"; load it in Python on any machine "
          "and save it again on one with a little-endian processor",
          name_, in_quotes(text));
    }
  }

  const StorageSource& storages() const override { return storages_; }

  const StoredZip archive_;
  const std::string root_;
  const ArchivedStorages storages_;
  std::unique_ptr<std::uint8_t[]> bytes_;  // of the pickle
  std::optional<Pickle> pickle_;
};

}  // namespace

std::unique_ptr<Checkpoint> open_torch_archive(const std::string& name, MappedFile file) {
  return std::make_unique<TorchArchive>(name, std::move(file));
}

}  // namespace remedy
