// What the file system says of a file, from which a change is known without reading it.
#pragma once

#include <cstdint>
#include <filesystem>

namespace remedy {

struct FileStamp {
  std::uint64_t bytes = 0;
  std::int64_t modified_ns = 0;  // since 1970; whoever writes a file can set it to any time
  // Since 1970; set by the system whenever content or attributes change, and by nobody else.
  std::int64_t changed_ns = 0;
  std::uint64_t inode = 0;   // another one where a file was put in the place of this one
  std::uint64_t device = 0;  // not compared: a disk may have another number after a restart
};

bool operator==(const FileStamp& a, const FileStamp& b);

// Follows links. Throws Error naming a file that is not there or is no regular file.
FileStamp stamp_of(const std::filesystem::path& file);

// Whether a file system of this kind (statfs, f_type) keeps a time of the last change that nobody
// can set. FAT and exFAT have none, and what FUSE serves (sshfs, object stores) often makes one up
// from the time of modification.
bool keeps_change_times(std::uint64_t file_system_type);

// The same of the file system that `file` lies in; false where that cannot be found out.
bool keeps_change_times(const std::filesystem::path& file);

}  // namespace remedy
