#include "core/file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "core/error.h"

namespace remedy {
namespace {

class Descriptor {
 public:
  Descriptor(const std::filesystem::path& file, int flags) : value_(open(file.c_str(), flags)) {
    if (value_ < 0) throw Error("{}: cannot be opened: {}", file.string(), std::strerror(errno));
  }
  ~Descriptor() { close(value_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return value_; }

 private:
  int value_;
};

std::string temporary_name(const std::filesystem::path& file) {
  static std::atomic<unsigned> counter{0};
  return fmt::format("{}.{}-{}.tmp", file.string(), getpid(), counter++);
}

}  // namespace

std::string read_file(const std::filesystem::path& file) {
  const Descriptor input(file, O_RDONLY | O_CLOEXEC);
  struct stat status {};
  std::string content;
  if (fstat(input.get(), &status) == 0 && S_ISREG(status.st_mode)) {
    content.reserve(static_cast<std::size_t>(status.st_size));
  }
  char buffer[1 << 16];
  for (;;) {
    const ssize_t count = read(input.get(), buffer, sizeof buffer);
    if (count == 0) return content;
    if (count > 0) {
      content.append(buffer, static_cast<std::size_t>(count));
    } else if (errno != EINTR) {
      throw Error("{}: cannot be read: {}", file.string(), std::strerror(errno));
    }
  }
}

std::string read_if_present(const std::filesystem::path& file) {
  std::error_code none;
  return std::filesystem::exists(file, none) ? read_file(file) : "";
}

void write_file(const std::filesystem::path& file, std::string_view content) {
  AtomicFile output(file);
  output.write(content.data(), content.size());
  output.commit();
}

AtomicFile::AtomicFile(std::filesystem::path file)
    : file_(std::move(file)), temporary_(temporary_name(file_)) {
  if (file_.has_parent_path()) {
    std::error_code code;
    std::filesystem::create_directories(file_.parent_path(), code);
    if (code) {
      throw Error("{}: the folder cannot be created: {}", file_.parent_path().string(),
                  code.message());
    }
  }
  descriptor_ = open(temporary_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (descriptor_ < 0) fail("created");
}

AtomicFile::~AtomicFile() {
  if (descriptor_ < 0) return;
  close(descriptor_);
  unlink(temporary_.c_str());
}

void AtomicFile::fail(const char* what) const {
  const int reason = errno;
  const char* advice = "";
  if (reason == ENOSPC || reason == EDQUOT) {
    advice = "; free some space, then give the same command again: what is finished is kept";
  } else if (reason == EFBIG) {
    advice =
        "; a limit on the size of files (ulimit -f) is too small: raise it, then give the same "
        "command again: what is finished is kept";
  }
  throw Error("{}: cannot be {}: {}{}", file_.string(), what, std::strerror(reason), advice);
}

void AtomicFile::write(const void* bytes, std::size_t count) {
  const char* next = static_cast<const char*>(bytes);
  while (count > 0) {
    const ssize_t written = ::write(descriptor_, next, count);
    if (written < 0) {
      if (errno == EINTR) continue;
      fail("written");
    }
    next += written;
    count -= static_cast<std::size_t>(written);
  }
}

void AtomicFile::write_at(std::uint64_t offset, const void* bytes, std::size_t count) {
  const char* next = static_cast<const char*>(bytes);
  while (count > 0) {
    const ssize_t written = pwrite(descriptor_, next, count, static_cast<off_t>(offset));
    if (written < 0) {
      if (errno == EINTR) continue;
      fail("written");
    }
    next += written;
    offset += static_cast<std::uint64_t>(written);
    count -= static_cast<std::size_t>(written);
  }
}

void AtomicFile::commit() {
  if (fsync(descriptor_) != 0) fail("flushed to the disk");
  const int finished = std::exchange(descriptor_, -1);
  if (close(finished) != 0 || rename(temporary_.c_str(), file_.c_str()) != 0) {
    const int reason = errno;
    unlink(temporary_.c_str());
    errno = reason;
    fail("put in place");
  }
  // The new name itself must survive a power cut. Some file systems cannot sync a folder: harmless.
  const auto folder = file_.has_parent_path() ? file_.parent_path() : std::filesystem::path(".");
  const int parent = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (parent >= 0) {
    (void)fsync(parent);
    close(parent);
  }
}

MappedFile::MappedFile(const std::filesystem::path& file) {
  const Descriptor input(file, O_RDONLY | O_CLOEXEC);
  struct stat status {};
  if (fstat(input.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
    throw Error("{}: not a regular file", file.string());
  }
  size_ = static_cast<std::size_t>(status.st_size);
  if (size_ == 0) return;
  void* address = mmap(nullptr, size_, PROT_READ, MAP_SHARED, input.get(), 0);
  if (address == MAP_FAILED) {
    throw Error("{}: cannot be mapped into memory: {}", file.string(), std::strerror(errno));
  }
  data_ = static_cast<const std::uint8_t*>(address);
}

MappedFile::~MappedFile() {
  if (data_ != nullptr) munmap(const_cast<std::uint8_t*>(data_), size_);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

std::filesystem::path cache_directory() {
  if (const char* set = std::getenv("REMEDY_CACHE"); set != nullptr && *set != '\0') return set;
  if (const char* set = std::getenv("XDG_CACHE_HOME"); set != nullptr && *set != '\0') {
    return std::filesystem::path(set) / "remedy";
  }
  const char* home = std::getenv("HOME");
  return std::filesystem::path(home != nullptr ? home : "/tmp") / ".cache" / "remedy";
}

}  // namespace remedy
