#include "core/run/run_directory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>
#include <functional>
#include <optional>
#include <utility>

#include "core/error.h"
#include "core/file.h"
#include "core/granted_cores.h"
#include "core/parallel.h"

namespace remedy {

std::filesystem::path RunDirectory::record(const std::string& id) const {
  return root_ / "trials" / (id + ".json");
}

std::filesystem::path RunDirectory::predictions(const std::string& id) const {
  return root_ / "predictions" / (id + ".safetensors");
}

std::filesystem::path RunDirectory::notes(const std::string& id) const {
  return root_ / "logs" / (id + ".csv");
}

std::filesystem::path RunDirectory::output(const std::string& id) const {
  return root_ / "output" / (id + ".txt");
}

std::filesystem::path RunDirectory::weights(const std::string& id) const {
  return root_ / "weights" / (id + ".safetensors");
}

namespace {

template <typename Record>
std::map<std::string, Record> load_all(
    const std::filesystem::path& folder,
    const std::function<Record(const std::filesystem::path& file)>& read,
    std::vector<UnreadableRecord>& unreadable) {
  std::vector<std::filesystem::path> files;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(folder, none)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::vector<std::optional<Record>> found(files.size());
  std::vector<std::string> problems(files.size());
  parallel_for(files.size(), granted_threads(), [&](std::size_t i) {
    try {
      found[i] = read(files[i]);
    } catch (const Error& error) {
      problems[i] = error.what();
    }
  });
  std::map<std::string, Record> records;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (found[i]) {
      records.emplace(files[i].stem(), std::move(*found[i]));
    } else {
      unreadable.push_back({files[i], problems[i]});
    }
  }
  return records;
}

}  // namespace

std::map<std::string, TrialRecord> RunDirectory::load_records(
    std::vector<UnreadableRecord>& unreadable) const {
  return load_all<TrialRecord>(root_ / "trials", read_record, unreadable);
}

std::map<std::string, Json> RunDirectory::load_checked_json(
    std::vector<UnreadableRecord>& unreadable) const {
  return load_all<Json>(root_ / "trials", read_record_json, unreadable);
}

void RunDirectory::write_record(const TrialRecord& record) const {
  const Json json = to_json(record);
  (void)record_from_json(json);
  write_json(this->record(record.id), json);
}

void RunDirectory::write_record(TrialRecord& record, const std::string& printed) const {
  const std::filesystem::path file = output(record.id);
  if (printed.empty()) {
    std::error_code none;
    std::filesystem::remove(file, none);
  } else {
    write_file(file, printed);
    record.output = file.lexically_relative(root_).string();
  }
  if (std::filesystem::exists(notes(record.id))) {
    record.log = notes(record.id).lexically_relative(root_).string();
  }
  write_record(record);
}

// Some network file systems have no locks, or are mounted without.
void RunLock::fail_to_lock(const std::filesystem::path& root) {
  const int reason = errno;
  close(std::exchange(descriptor_, -1));
  const bool none = reason == ENOSYS || reason == ENOLCK || reason == EOPNOTSUPP;
  throw Error(
      "{}: the run directory cannot be locked{}: {}; {}", root.string(),
      none ? ", because its file system has no locks" : "", std::strerror(reason),
      none ? "choose a directory on another file system with --out, or have this one mounted "
             "with locks (Lustre: the option flock; NFS: the lock service)"
           : "choose another with --out");
}

RunLock::RunLock(const RunDirectory& directory) {
  std::error_code code;
  std::filesystem::create_directories(directory.root(), code);
  const auto file = directory.root() / "lock";
  if (!code) {
    descriptor_ = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    code.assign(errno, std::generic_category());
  }
  if (descriptor_ < 0) {
    throw Error("{}: the run directory cannot be written to: {}; choose another with --out",
                directory.root().string(), code.message());
  }
  if (flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) fail_to_lock(directory.root());
    std::string holder;
    try {
      holder = read_file(file);
    } catch (const Error&) {
    }
    close(descriptor_);
    throw Refusal(
        "{}: another process works in this directory: {}; wait for it, or choose another "
        "with --out",
        directory.root().string(), holder.empty() ? "unknown" : holder);
  }
  char host[256] = "unknown";
  gethostname(host, sizeof host - 1);
  const std::string text = fmt::format("host {}, process {}", host, getpid());
  if (ftruncate(descriptor_, 0) == 0) {
    (void)!write(descriptor_, text.data(), text.size());
  }
}

RunLock::~RunLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

void RunLog::add(const std::string& event, Json details) const {
  const auto now = std::chrono::system_clock::now();
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  char time[32];
  std::strftime(time, sizeof time, "%Y-%m-%dT%H:%M:%SZ", &utc);
  Json line = {{"time", time}, {"event", event}};
  line.update(details);
  std::ofstream output(file_, std::ios::app);
  output << line.dump(-1, ' ', false, Json::error_handler_t::replace) << "\n";
}

}  // namespace remedy
