#include "data/file_stamp.h"

#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include <cerrno>
#include <cstring>

#include "core/error.h"

namespace remedy {
namespace {

constexpr std::uint64_t kExFat = 0x2011BAB0;
constexpr std::uint64_t kFuse = 0x65735546;

std::int64_t nanoseconds(const timespec& time) {
  return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

}  // namespace

bool operator==(const FileStamp& a, const FileStamp& b) {
  return a.bytes == b.bytes && a.modified_ns == b.modified_ns && a.changed_ns == b.changed_ns &&
         a.inode == b.inode;
}

FileStamp stamp_of(const std::filesystem::path& file) {
  struct stat status {};
  if (stat(file.c_str(), &status) != 0) {
    throw Error("{}: cannot be opened: {}", file.string(), std::strerror(errno));
  }
  if (!S_ISREG(status.st_mode)) throw Error("{}: not a regular file", file.string());
  FileStamp stamp;
  stamp.bytes = static_cast<std::uint64_t>(status.st_size);
  stamp.modified_ns = nanoseconds(status.st_mtim);
  stamp.changed_ns = nanoseconds(status.st_ctim);
  stamp.inode = status.st_ino;
  stamp.device = status.st_dev;
  return stamp;
}

bool keeps_change_times(std::uint64_t file_system_type) {
  return file_system_type != MSDOS_SUPER_MAGIC && file_system_type != kExFat &&
         file_system_type != kFuse;
}

bool keeps_change_times(const std::filesystem::path& file) {
  struct statfs status {};
  if (statfs(file.c_str(), &status) != 0) return false;
  return keeps_change_times(static_cast<std::uint64_t>(status.f_type));
}

}  // namespace remedy
