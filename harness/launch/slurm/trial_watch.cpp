#include "launch/slurm/trial_watch.h"

#include <filesystem>

namespace remedy {

namespace fs = std::filesystem;

TrialWatch::TrialWatch(const RunDirectory& run, const std::vector<Trial>& trials,
                       const PoolEvents& events, const RunLog& log)
    : run_(run), claims_(run.claims()), events_(events), log_(log) {
  for (const Trial& trial : trials) missing_.emplace(trial.id, trial);
}

std::size_t TrialWatch::collect() {
  for (const std::string& id : claims_.trials()) {
    const auto trial = missing_.find(id);
    if (trial == missing_.end() || !running_.insert(id).second) continue;
    if (const auto holder = claims_.holder(id)) {
      log_.add("started", {{"trial", id}, {"host", holder->host}, {"job", holder->job}});
    }
    if (events_.started) events_.started(trial->second);
  }
  std::size_t arrived = 0;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(run_.root() / "trials", none)) {
    if (entry.path().extension() != ".json") continue;
    const auto trial = missing_.find(entry.path().stem());
    if (trial == missing_.end()) continue;
    const TrialRecord record = read_record(entry.path());
    log_.add("finished", {{"trial", trial->first}, {"status", to_string(record.result.status)}});
    if (events_.finished) events_.finished(trial->second, record);
    running_.erase(trial->first);
    missing_.erase(trial);
    ++arrived;
  }
  return arrived;
}

std::map<std::string, ClaimHolder> TrialWatch::held() const {
  std::map<std::string, ClaimHolder> held;
  for (const std::string& id : claims_.trials()) {
    if (missing_.count(id) == 0) continue;
    if (const auto holder = claims_.holder(id)) held.emplace(id, *holder);
  }
  return held;
}

void TrialWatch::give_back(const std::map<std::string, ClaimHolder>& held,
                           const std::set<std::string>& at_work) {
  for (const auto& [id, holder] : held) {
    if (at_work.count(holder.job) > 0 || fs::exists(run_.record(id))) continue;
    claims_.release(id, holder);
    log_.add("given back", {{"trial", id}, {"job", holder.job}});
  }
  for (auto id = running_.begin(); id != running_.end();) {
    if (claims_.holder(*id)) {
      ++id;
      continue;
    }
    if (events_.stopped) events_.stopped(missing_.at(*id));
    id = running_.erase(id);
  }
}

}  // namespace remedy
