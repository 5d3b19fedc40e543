// remedy doctor: what a run needs, each line ok or what to do.
#include <sys/statvfs.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "cli/command.h"
#include "core/catalogue.h"
#include "core/error.h"
#include "core/file.h"
#include "core/granted_cores.h"
#include "core/json.h"
#include "core/version.h"
#include "launch/discovery.h"

namespace remedy {
namespace {

class Examination {
 public:
  void ok(const std::string& what, const std::string& found) {
    std::printf("ok    %-10s %s\n", what.c_str(), found.c_str());
  }
  void note(const std::string& what, const std::string& found) {
    std::printf("note  %-10s %s\n", what.c_str(), found.c_str());
  }
  void bad(const std::string& what, const std::string& found) {
    std::printf("BAD   %-10s %s\n", what.c_str(), found.c_str());
    healthy_ = false;
  }
  bool healthy() const { return healthy_; }

 private:
  bool healthy_ = true;
};

// Threads of one worker wait for each other: where another program takes a core, all of them do.
void check_threads(Examination& examination) {
  const GrantedCores granted = granted_cores();
  const int cores = granted.cores;
  double load = 0;
  if (getloadavg(&load, 1) == 1 && load > 0.75 * cores) {
    examination.note("threads", fmt::format("{}, and {:.1f} programs compute on them now: run with "
                                            "--jobs {} --threads 1, which suffers less",
                                            cores, load, cores));
  } else {
    examination.ok("threads", granted.limited.empty()
                                  ? std::to_string(cores)
                                  : fmt::format("{} of the machine's {}: limited by {}", cores,
                                                granted.machine, granted.limited));
  }
}

// Remediations in Python; `found` is what examined_worker() says. A machine without PyTorch is not
// a broken one: most need no Python. One whose user named a Python that cannot serve is, and so is
// a script that cannot be run, which check_plugins() says.
void check_python(Examination& examination, const Json& found) {
  const std::string why = found.value("no_python", "");
  const char* named = std::getenv("REMEDY_PYTHON");
  if (why.empty()) {
    examination.ok("python", found.value("python", ""));
  } else if (named != nullptr && *named != '\0') {
    examination.bad("python", "remediations in Python cannot be run: " + why);
  } else {
    examination.note("python", "only remediations in Python need it: " + why);
  }
}

void check_worker(Examination& examination) {
  try {
    const Json hello = examined_worker();
    examination.ok("worker", fmt::format("{}", hello.at("build_tag").get<std::string>()));
    examination.ok("convolving", hello.at("convolutions").get<std::string>());
    if (hello.value("flushes_denormals", false)) {
      examination.ok("denormals", "flushed to zero on every thread");
    } else {
      examination.bad("denormals",
                      "computed in full, which can be a hundred times slower: this "
                      "processor is unknown to Remedy; please report it");
    }
    check_python(examination, hello);
    const int devices = hello["accelerators"].value("cuda", 0);
    if (devices > 0) {
      examination.ok("device", fmt::format("{} CUDA device{}", devices, devices == 1 ? "" : "s"));
    } else {
      examination.ok("device", "cpu (no CUDA device, or a build without CUDA)");
    }
  } catch (const std::exception& error) {
    examination.bad("worker", error.what());
  }
}

// Debian's default BLAS is the reference one, many times slower than OpenBLAS in matrix products.
void check_blas(Examination& examination) {
  namespace fs = std::filesystem;
  for (const char* name : {"/etc/alternatives/libblas.so.3-x86_64-linux-gnu",
                           "/etc/alternatives/libblas.so.3-aarch64-linux-gnu"}) {
    std::error_code code;
    const fs::path target = fs::read_symlink(name, code);
    if (code) continue;
    const std::string text = target.string();
    if (text.find("openblas") != std::string::npos || text.find("mkl") != std::string::npos ||
        text.find("blis") != std::string::npos) {
      examination.ok("BLAS", text);
    } else {
      examination.bad("BLAS", fmt::format("{} is the slow reference BLAS; install "
                                          "libopenblas0-pthread",
                                          text));
    }
    return;
  }
  examination.note("BLAS", "not chosen by the distribution's alternatives; nothing to check");
}

void check_plugins(Examination& examination) {
  const Catalogue catalogue = describe_plugins(find_plugins({}));
  std::string ids;
  for (const std::string& id : catalogue.ids()) ids += (ids.empty() ? "" : ", ") + id;
  if (catalogue.remediations.empty()) {
    examination.bad("plugins", "none found; build them, or set REMEDY_PLUGIN_PATH");
  } else {
    examination.ok("plugins", ids);
  }
  for (const RejectedPlugin& rejected : catalogue.rejected) {
    examination.bad("plugin", rejected.library.string() + ": " + rejected.reason);
  }
}

void check_cache(Examination& examination) {
  const auto cache = cache_directory();
  try {
    write_file(cache / "doctor", "");
    std::filesystem::remove(cache / "doctor");
  } catch (const Error& error) {
    examination.bad("cache", fmt::format("{}; set REMEDY_CACHE to a folder that can be written to",
                                         error.what()));
    return;
  }
  struct statvfs space {};
  statvfs(cache.c_str(), &space);
  const double free = static_cast<double>(space.f_bavail) * static_cast<double>(space.f_frsize);
  const std::string text = fmt::format("{}, {:.1f} GB free", cache.string(), free / 1e9);
  if (free < 2e9) {
    examination.bad("cache", text + "; prepared suites need more: set REMEDY_CACHE");
  } else {
    examination.ok("cache", text);
  }
}

void check_data(Examination& examination) {
  const char* set = std::getenv("REMEDY_TEST_DATA");
  const std::filesystem::path data = set != nullptr ? set : "../shared/data";
  if (std::filesystem::exists(data / "imagenet-mini")) {
    examination.ok("data", (data / "imagenet-mini").string());
  } else {
    examination.note("data", fmt::format("no {}; only studies and tests that use it need it, and "
                                         "find it by REMEDY_TEST_DATA",
                                         (data / "imagenet-mini").string()));
  }
}

int doctor() {
  Examination examination;
  examination.ok("remedy", kHarnessVersion);
  check_threads(examination);
  check_worker(examination);
  check_blas(examination);
  check_plugins(examination);
  check_cache(examination);
  check_data(examination);
  return examination.healthy() ? kOk : kSomeFailed;
}

}  // namespace

void add_doctor_command(CLI::App& program, int& code) {
  CLI::App* command =
      program.add_subcommand("doctor", "Examine device, threads, BLAS, libtorch, plugins and data");
  command->callback([&code] { code = doctor(); });
}

}  // namespace remedy
