// One execution of a study on disk. Workers never write records: the launcher does, or the Slurm
// job that has claimed the trial. See the README for the layout.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/json.h"
#include "core/plan/plan.h"
#include "core/run/record.h"

namespace remedy {

// A record file that cannot be read, and why. The trial counts as not run.
struct UnreadableRecord {
  std::filesystem::path file;
  std::string reason;  // names the file, the path in it, what was found and what was expected
};

class RunDirectory {
 public:
  explicit RunDirectory(std::filesystem::path root) : root_(std::move(root)) {}

  const std::filesystem::path& root() const { return root_; }
  std::filesystem::path study() const { return root_ / "study.yaml"; }
  std::filesystem::path plan() const { return root_ / "plan.json"; }
  std::filesystem::path warnings() const { return root_ / "warnings.json"; }
  std::filesystem::path log() const { return root_ / "log.jsonl"; }
  std::filesystem::path baseline() const { return root_ / "baseline"; }
  std::filesystem::path record(const std::string& id) const;
  std::filesystem::path predictions(const std::string& id) const;
  std::filesystem::path weights(const std::string& id) const;
  // What a trial printed; there is no such file where it printed nothing.
  std::filesystem::path output(const std::string& id) const;
  // What a remediation noted by context.log(); there is no such file where it noted nothing.
  std::filesystem::path notes(const std::string& id) const;
  // Of jobs on other machines: who runs which trial, and what the jobs and their launcher share.
  std::filesystem::path claims() const { return root_ / "claims"; }
  std::filesystem::path slurm() const { return root_ / "slurm"; }

  // Every record by id. A file that is no whole record is left out and told in `unreadable`.
  std::map<std::string, TrialRecord> load_records(std::vector<UnreadableRecord>& unreadable) const;
  // The same as they stand in their files, each checked as load_records() checks it.
  std::map<std::string, Json> load_checked_json(std::vector<UnreadableRecord>& unreadable) const;
  // Throws Error where the record could not be read again.
  void write_record(const TrialRecord& record) const;
  // Writes the record with what the trial printed, which it then names; nothing: none is kept.
  void write_record(TrialRecord& record, const std::string& printed) const;

 private:
  std::filesystem::path root_;
};

// Held by the one process that writes to a run directory; released with the object, or by the
// system when the process dies. A lock that was left behind by a dead process is taken over.
class RunLock {
 public:
  // Creates the directory. Throws Refusal naming the holder's host and process id, Error where the
  // directory cannot be written to or its file system has no locks.
  explicit RunLock(const RunDirectory& directory);
  ~RunLock();
  RunLock(const RunLock&) = delete;
  RunLock& operator=(const RunLock&) = delete;

 private:
  [[noreturn]] void fail_to_lock(const std::filesystem::path& root);

  int descriptor_ = -1;
};

// log.jsonl: one line an event, appended as it happens, with the time in UTC.
class RunLog {
 public:
  explicit RunLog(const RunDirectory& directory) : file_(directory.log()) {}
  explicit RunLog(std::filesystem::path file) : file_(std::move(file)) {}
  // A log that cannot be written does not stop a run.
  void add(const std::string& event, Json details = Json::object()) const;

 private:
  std::filesystem::path file_;
};

}  // namespace remedy
