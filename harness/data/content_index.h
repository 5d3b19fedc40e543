// Remembers the hashes of a folder's files, so that unchanged files are not read again.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <unordered_map>

#include "data/file_stamp.h"

namespace remedy {

// Kept in cache_directory()/index, one file for every folder. A missing, damaged or unwritable
// index costs time and nothing else: no function here throws for it. Not safe for concurrent use.
class ContentIndex {
 public:
  explicit ContentIndex(const std::filesystem::path& root);

  // The SHA-256 of root/path when it was last hashed with the very same stamp.
  std::optional<std::string> find(const std::string& path, const FileStamp& stamp) const;

  // `hashed_ns`: the time just before the file was read. A file changed less than two seconds
  // before that could change again under the same stamp, so it is not remembered.
  void remember(const std::string& path, const FileStamp& stamp, const std::string& hash,
                std::int64_t hashed_ns);

  // Of a file whose content turned out to be another.
  void forget(const std::string& path) { changed_ |= entries_.erase(path) > 0; }

  // Drops all paths for which `keep` is false.
  template <typename Keep>
  void prune(Keep keep) {
    for (auto entry = entries_.begin(); entry != entries_.end();) {
      if (keep(entry->first)) {
        ++entry;
      } else {
        entry = entries_.erase(entry);
        changed_ = true;
      }
    }
  }

  // Writes the index if it changed.
  void save() const;

  static std::int64_t now_ns();

 private:
  struct Entry {
    FileStamp stamp;
    std::string hash;
  };

  void load();

  std::filesystem::path file_;
  std::unordered_map<std::string, Entry> entries_;
  bool changed_ = false;
};

}  // namespace remedy
