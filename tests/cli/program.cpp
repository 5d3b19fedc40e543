#include "cli/program.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include "core/file.h"
#include "core/hash.h"
#include "places.h"

namespace remedy::testing {
namespace {

const std::filesystem::path kBinaries = std::filesystem::path(binary_dir()) / "bin";

int exit_code(int status) {
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

// The study that every test gets a copy of. It is made once for each build of the program that
// makes it. Of tests that begin at the same time each makes one, and the first to finish gives it
// its name.
std::filesystem::path made_study() {
  const std::filesystem::path program = kBinaries / "remedy_make_tiny_study";
  const std::filesystem::path folder = std::filesystem::path(binary_dir()) / "tests/tiny_study";
  const std::filesystem::path study = folder / sha256_file(program).substr(0, 16);
  if (std::filesystem::exists(study)) return study;
  std::filesystem::create_directories(folder);
  std::string draft = (folder / "draft-XXXXXX").string();
  if (mkdtemp(draft.data()) == nullptr) throw std::runtime_error(draft);
  const std::string command = "'" + program.string() + "' '" + draft + "'";
  if (std::system(command.c_str()) != 0) throw std::runtime_error(command);
  std::error_code made_meanwhile;
  std::filesystem::rename(draft, study, made_meanwhile);
  if (made_meanwhile) std::filesystem::remove_all(draft);
  return study;
}

// Tests run beside each other: a run that is not given its threads has one.
std::vector<std::string> with_threads(std::vector<std::string> arguments) {
  const bool run = !arguments.empty() && arguments[0] == "run";
  if (run && std::find(arguments.begin(), arguments.end(), "--threads") == arguments.end()) {
    arguments.insert(arguments.end(), {"--threads", "1"});
  }
  return arguments;
}

}  // namespace

TinyStudy::TinyStudy() {
  std::filesystem::copy(made_study(), directory_.path(), std::filesystem::copy_options::recursive);
}

pid_t TinyStudy::start(const std::vector<std::string>& arguments) const {
  const pid_t process = fork();
  if (process == 0) {
    if (chdir(directory_.path().c_str()) != 0) _exit(126);
    const std::string plugins = binary_dir() + "/tests/plugins";
    const std::string cache = binary_dir() + "/tests/cache";
    if (getenv("REMEDY_PLUGIN_PATH") == nullptr) setenv("REMEDY_PLUGIN_PATH", plugins.c_str(), 1);
    setenv("REMEDY_CACHE", cache.c_str(), 1);
    const int out = open("stdout.txt", O_WRONLY | O_CREAT | O_TRUNC, 0644);
    const int err = open("stderr.txt", O_WRONLY | O_CREAT | O_TRUNC, 0644);
    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    std::vector<char*> argv;
    std::string program = (kBinaries / "remedy").string();
    argv.push_back(program.data());
    std::vector<std::string> copies = with_threads(arguments);
    for (std::string& argument : copies) argv.push_back(argument.data());
    argv.push_back(nullptr);
    execv(program.c_str(), argv.data());
    _exit(127);
  }
  return process;
}

Output TinyStudy::wait(pid_t process) const {
  int status = 0;
  waitpid(process, &status, 0);
  return {exit_code(status), read_file(path("stdout.txt")), read_file(path("stderr.txt"))};
}

Output TinyStudy::remedy(const std::vector<std::string>& arguments) const {
  return wait(start(arguments));
}

std::vector<pid_t> TinyStudy::starts(const std::string& run) const {
  std::ifstream log(path(run) / "log.jsonl");
  std::vector<pid_t> workers;
  for (std::string line; std::getline(log, line);) {
    const Json event = Json::parse(line, nullptr, /*allow_exceptions=*/false);
    if (!event.is_discarded() && event.value("event", "") == "started") {
      workers.push_back(event["worker"].get<pid_t>());
    }
  }
  return workers;
}

void TinyStudy::add_remediations(const std::string& yaml) const {
  std::ofstream(path("study.yaml"), std::ios::app) << yaml;
}

std::map<std::string, Json> TinyStudy::records(const std::string& run,
                                               const std::string& by) const {
  std::map<std::string, Json> records;
  for (const auto& entry : std::filesystem::directory_iterator(path(run) / "trials")) {
    Json record = read_json(entry.path());
    std::string key = record["label"];
    if (record["parameters"].contains(by)) {
      const Json& value = record["parameters"][by];
      key += "/" + (value.is_string() ? value.get<std::string>() : value.dump());
    }
    records[key] = std::move(record);
  }
  return records;
}

std::string TinyStudy::comparable_records(const std::string& run) const {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(path(run) / "trials")) {
    files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::string text;
  for (const auto& file : files) {
    Json record = read_json(file);
    record.erase("seconds");
    record.erase("peak_device_bytes");  // hangs on what the worker ran before
    text += pretty(record);
  }
  return text;
}

}  // namespace remedy::testing
