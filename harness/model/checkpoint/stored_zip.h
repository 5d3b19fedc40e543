// Zip archives of uncompressed entries, as torch.save writes them. Internal to this folder.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/file.h"

namespace remedy {

// Reads entries that are stored as they are; nothing is ever decompressed. Refuses repeated names
// and entries that together hold more than the file: no archive, however made, takes more memory
// than a small multiple of its size. Throws Error naming the file and the entry.
class StoredZip {
 public:
  struct Entry {
    std::string name;
    std::size_t bytes;
    bool stored;  // neither compressed nor encrypted
    // A sum of 0 is none: PyTorch leaves it out where compute_crc32 is switched off.
    bool has_checksum;
  };

  // `name` is the file's name for messages; `file` must outlive the object.
  StoredZip(std::string name, const MappedFile& file);
  ~StoredZip();
  StoredZip(const StoredZip&) = delete;
  StoredZip& operator=(const StoredZip&) = delete;

  const std::vector<Entry>& entries() const { return entries_; }
  // nullptr where there is none of this name.
  const Entry* find(std::string_view entry) const;
  // The entry's bytes, their checksum verified where there is one. Aligned for every dtype. Refuses
  // one not stored.
  std::unique_ptr<std::uint8_t[]> read(const Entry& entry) const;

 private:
  struct Archive;

  const std::string name_;
  std::unique_ptr<Archive> archive_;
  std::vector<Entry> entries_;
  std::unordered_map<std::string_view, std::size_t> index_;  // into entries_, by name
};

struct ZipContent {
  std::string name;
  const void* data;  // must live until the archive is written
  std::size_t bytes;
};

// Hands the archive to `sink` piece by piece: at least one entry, all stored, aligned to 64 bytes
// and without times, so that the same entries make the same bytes. `name` is for messages.
void write_stored_zip(const std::string& name, const std::vector<ZipContent>& entries,
                      const std::function<void(const void*, std::size_t)>& sink);

}  // namespace remedy
