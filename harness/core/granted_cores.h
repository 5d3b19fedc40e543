// How many cores this process may use: a scheduler or a container often grants fewer than there
// are.
#pragma once

#include <filesystem>
#include <string>

namespace remedy {

struct GrantedCores {
  int cores = 1;
  int machine = 1;      // that the machine has
  std::string limited;  // by what there are fewer: "affinity", ...; empty where all are granted
};

// The least of: the affinity mask, the CPU quotas of the control groups (v1 and v2) that the
// process is in, rounded down, and SLURM_CPUS_PER_TASK; at least 1. `root` is where /proc and /sys
// are found.
GrantedCores granted_cores(const std::filesystem::path& root = "/");

// Cores by the quota of the control groups alone; 0 where there is none.
double quota_cores(const std::filesystem::path& root);

// granted_cores().cores, asked once.
int granted_threads();

}  // namespace remedy
