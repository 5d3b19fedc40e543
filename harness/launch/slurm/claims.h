// Who runs which trial, among processes on several machines that share a run directory.
#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>

namespace remedy {

// Who holds a claim.
struct ClaimHolder {
  std::string host;
  std::string job;  // "<array's job id>_<task>"

  bool operator==(const ClaimHolder& other) const { return host == other.host && job == other.job; }
};

// One file for each trial that was taken. A claim stays after its trial has finished, so that no
// other process takes the trial even where it does not see the record yet; it goes only when its
// trial is given up, or is to be run anew.
class Claims {
 public:
  explicit Claims(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // False where somebody has it. Among processes that try at the same time one succeeds, on a
  // network file system too. Throws Error where the claim cannot be written.
  bool take(const std::string& trial, const ClaimHolder& holder) const;
  // Does nothing where it is held by somebody else by now.
  void release(const std::string& trial, const ClaimHolder& holder) const;

  std::set<std::string> trials() const;
  std::optional<ClaimHolder> holder(const std::string& trial) const;
  // Forgets all of them. Nobody may be at work.
  void clear() const;

 private:
  std::filesystem::path folder_;
};

}  // namespace remedy
