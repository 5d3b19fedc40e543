#include "data/content_index.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <sstream>

#include "core/error.h"
#include "core/file.h"
#include "core/hash.h"

namespace remedy {
namespace {

constexpr char kFirstLine[] = "remedy content index 2";
constexpr std::int64_t kRacyNs = 2'000'000'000;
constexpr std::size_t kHashDigits = 64;

}  // namespace

ContentIndex::ContentIndex(const std::filesystem::path& root) {
  std::error_code code;
  auto resolved = std::filesystem::canonical(root, code);
  if (code) resolved = root;
  file_ = cache_directory() / "index" / (sha256(resolved.string()) + ".txt");
  try {
    load();
  } catch (const Error&) {
    entries_.clear();
  }
}

// First line, one line per file (hash, bytes, modified_ns, changed_ns, inode, path), and the hash
// of all that.
void ContentIndex::load() {
  const std::string content = read_file(file_);
  if (content.size() < kHashDigits + 1) return;
  const std::size_t body = content.size() - kHashDigits - 1;
  const std::string_view text(content);
  if (sha256(text.substr(0, body)) != text.substr(body, kHashDigits)) return;

  std::istringstream lines(content.substr(0, body));
  std::string line;
  if (!std::getline(lines, line) || line != kFirstLine) return;
  while (std::getline(lines, line)) {
    std::istringstream fields(line);
    Entry entry;
    std::string path;
    fields >> entry.hash >> entry.stamp.bytes >> entry.stamp.modified_ns >>
        entry.stamp.changed_ns >> entry.stamp.inode;
    fields.get();
    if (!std::getline(fields, path) || entry.hash.size() != kHashDigits) continue;
    entries_.emplace(std::move(path), std::move(entry));
  }
}

std::optional<std::string> ContentIndex::find(const std::string& path,
                                              const FileStamp& stamp) const {
  const auto found = entries_.find(path);
  if (found == entries_.end() || !(found->second.stamp == stamp)) return std::nullopt;
  return found->second.hash;
}

void ContentIndex::remember(const std::string& path, const FileStamp& stamp,
                            const std::string& hash, std::int64_t hashed_ns) {
  changed_ |= entries_.erase(path) > 0;
  const std::int64_t latest = std::max(stamp.modified_ns, stamp.changed_ns);
  if (latest > hashed_ns - kRacyNs || path.find('\n') != std::string::npos) return;
  entries_[path] = {stamp, hash};
  changed_ = true;
}

void ContentIndex::save() const {
  if (!changed_) return;
  std::string content = std::string(kFirstLine) + "\n";
  std::map<std::string_view, const Entry*> sorted;
  for (const auto& [path, entry] : entries_) sorted.emplace(path, &entry);
  for (const auto& [path, entry] : sorted) {
    content +=
        fmt::format("{} {} {} {} {} {}\n", entry->hash, entry->stamp.bytes,
                    entry->stamp.modified_ns, entry->stamp.changed_ns, entry->stamp.inode, path);
  }
  content += sha256(content) + "\n";
  try {
    write_file(file_, content);
  } catch (const Error&) {
    // Without it the next listing reads the files again.
  }
}

std::int64_t ContentIndex::now_ns() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

}  // namespace remedy
