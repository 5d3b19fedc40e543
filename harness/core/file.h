// Files: whole reads, atomic writes, read-only maps.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace remedy {

// Throws Error naming the file and the system's reason.
std::string read_file(const std::filesystem::path& file);

// The same; empty where there is no such file.
std::string read_if_present(const std::filesystem::path& file);

// Atomic and durable: written to a temporary name in the same folder, flushed to the disk, renamed.
// Whoever reads `file` sees the old content or the new, never a part. Creates missing folders.
// Throws Error naming the file and the system's reason; the temporary file is then removed.
void write_file(const std::filesystem::path& file, std::string_view content);

// Builds a file piece by piece with the same promise as write_file: it appears under its name at
// commit(), whole, or not at all.
class AtomicFile {
 public:
  explicit AtomicFile(std::filesystem::path file);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  void write(const void* bytes, std::size_t count);
  // Overwrites `count` bytes that were written before, at `offset`.
  void write_at(std::uint64_t offset, const void* bytes, std::size_t count);
  void commit();

 private:
  [[noreturn]] void fail(const char* what) const;

  std::filesystem::path file_;
  std::filesystem::path temporary_;
  int descriptor_ = -1;
};

// A read-only memory map of a whole file, unmapped with the object. An empty file maps to no bytes.
class MappedFile {
 public:
  MappedFile() = default;
  // Throws Error naming the file and the system's reason.
  explicit MappedFile(const std::filesystem::path& file);
  ~MappedFile();
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;

  const std::uint8_t* data() const { return data_; }
  std::size_t size() const { return size_; }

 private:
  const std::uint8_t* data_ = nullptr;
  std::size_t size_ = 0;
};

// Where prepared suites and plugin descriptions are kept: $REMEDY_CACHE, or $XDG_CACHE_HOME/remedy,
// or ~/.cache/remedy.
std::filesystem::path cache_directory();

}  // namespace remedy
