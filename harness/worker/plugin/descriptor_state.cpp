#include "worker/plugin/descriptor_state.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <map>
#include <memory>

namespace remedy {
namespace {

// What a descriptor leads to.
struct OpenedFile {
  dev_t device = 0;
  ino_t inode = 0;
  int flags = 0;  // O_NONBLOCK, O_APPEND

  bool same_file(const OpenedFile& other) const {
    return device == other.device && inode == other.inode;
  }
};

std::map<int, OpenedFile> open_descriptors() {
  std::map<int, OpenedFile> result;
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(opendir("/proc/self/fd"), closedir);
  if (folder == nullptr) return result;
  while (const dirent* entry = readdir(folder.get())) {
    const int descriptor = std::atoi(entry->d_name);
    struct stat status {};
    if (entry->d_name[0] == '.' || descriptor == dirfd(folder.get())) continue;
    if (fstat(descriptor, &status) != 0) continue;
    result[descriptor] = {status.st_dev, status.st_ino, fcntl(descriptor, F_GETFL)};
  }
  return result;
}

// A second descriptor for the same, out of the way of code that closes the low numbers.
class SpareDescriptor {
 public:
  explicit SpareDescriptor(int descriptor) : descriptor_(descriptor) {
    for (const int from : {512, 128, 3}) {
      copy_ = fcntl(descriptor, F_DUPFD_CLOEXEC, from);
      if (copy_ >= 0) break;
    }
  }
  ~SpareDescriptor() {
    if (copy_ >= 0) close(copy_);
  }
  SpareDescriptor(const SpareDescriptor&) = delete;
  SpareDescriptor& operator=(const SpareDescriptor&) = delete;

  int descriptor() const { return descriptor_; }
  bool put_back() const {
    return dup3(copy_, descriptor_, descriptor_ > STDERR_FILENO ? O_CLOEXEC : 0) >= 0;
  }

 private:
  int descriptor_;
  int copy_ = -1;
};

using Spares = std::vector<std::shared_ptr<SpareDescriptor>>;

void put_back_ours(const Spares& spares, const std::map<int, OpenedFile>& before,
                   std::vector<Leftover>& left) {
  const std::map<int, OpenedFile> now = open_descriptors();
  for (const auto& spare : spares) {
    const int number = spare->descriptor();
    const auto was = before.find(number);
    if (was == before.end()) continue;
    const auto is = now.find(number);
    const std::string what = fmt::format("descriptor {}", number);
    if (is == now.end() || !is->second.same_file(was->second)) {
      left.push_back({what, spare->put_back()});
    } else if (is->second.flags != was->second.flags) {
      left.push_back({"the flags of " + what, fcntl(number, F_SETFL, was->second.flags) == 0});
    }
  }
}

void tell_others(const std::map<int, OpenedFile>& before, std::vector<Leftover>& left) {
  std::map<int, OpenedFile> now = open_descriptors();
  for (const auto& [number, file] : before) {
    const auto is = now.find(number);
    if (is == now.end() || !is->second.same_file(file)) {
      left.push_back({fmt::format("descriptor {}, closed", number), false});
    }
    if (is != now.end()) now.erase(is);
  }
  const auto place = [](int number) {
    std::error_code ignored;
    return std::filesystem::read_symlink(fmt::format("/proc/self/fd/{}", number), ignored).string();
  };
  for (auto one = now.begin(); one != now.end();) {
    // A GPU's driver opens its devices when it needs them.
    one = place(one->first).rfind("/dev/nvidia", 0) == 0 ? now.erase(one) : std::next(one);
  }
  if (now.empty()) return;
  const std::string first = place(now.begin()->first);
  left.push_back({now.size() == 1
                      ? fmt::format("an open descriptor ({})", first)
                      : fmt::format("{} open descriptors (the first: {})", now.size(), first),
                  false});
}

}  // namespace

void save_descriptors(SavedState& state, const std::vector<int>& ours) {
  Spares spares;
  for (const int number : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    spares.push_back(std::make_shared<SpareDescriptor>(number));
  }
  for (const int number : ours) spares.push_back(std::make_shared<SpareDescriptor>(number));
  state.check([spares, before = open_descriptors()](std::vector<Leftover>& left) {
    put_back_ours(spares, before, left);
    tell_others(before, left);
  });
}

}  // namespace remedy
