// Changes nothing in the model, and leaves in its process whatever its parameter says.
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/SavedTensorHooks.h>
#include <ATen/autocast_mode.h>
#include <ATen/core/grad_mode.h>
#include <ATen/record_function.h>
#include <c10/core/Allocator.h>
#include <c10/core/DefaultDtype.h>
#include <c10/core/InferenceMode.h>
#include <c10/core/impl/LocalDispatchKeySet.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <fenv.h>
#include <remedy/remediation.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <torch/csrc/autograd/anomaly_mode.h>
#include <torch/csrc/autograd/forward_grad.h>
#include <torch/version.h>
#include <unistd.h>

#include <chrono>
#include <clocale>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <locale>
#include <map>
#include <new>
#include <sstream>
#include <thread>
#include <vector>

namespace {

#if TORCH_VERSION_MAJOR >= 2
namespace warnings = c10::WarningUtils;
#else
namespace warnings = c10::Warning;
#endif

constexpr int kLater = 600;  // seconds, for timers: no trial takes as long

// Numbers as a German writes them.
class Commas : public std::numpunct<char> {
  char do_decimal_point() const override { return ','; }
  char do_thousands_sep() const override { return '.'; }
  std::string do_grouping() const override { return "\3"; }
};

class SecondAllocator : public c10::Allocator {
 public:
  explicit SecondAllocator(c10::Allocator* first) : first_(first) {}
  c10::DataPtr allocate(std::size_t count) const override { return first_->allocate(count); }

 private:
  c10::Allocator* first_;
};

class Silence : public c10::WarningHandler {
#if TORCH_VERSION_MAJOR >= 2
  void process(const c10::Warning&) override {}
#else
  void process(const c10::SourceLocation&, const std::string&, const bool) override {}
#endif
};

// A library's function that is not among torch's.
void call(const char* name, int value) {
  const auto function = reinterpret_cast<void (*)(int)>(dlsym(RTLD_DEFAULT, name));
  if (function == nullptr) throw std::runtime_error(std::string(name) + " is not there");
  function(value);
}

void fill_signal_mask() {
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, nullptr);
}

void start_posix_timer() {
  sigevent event{};
  event.sigev_notify = SIGEV_SIGNAL;
  event.sigev_signo = SIGUSR1;
  timer_t timer{};
  if (timer_create(CLOCK_MONOTONIC, &event, &timer) != 0) throw std::runtime_error("no timer");
  itimerspec value{};
  value.it_value.tv_sec = kLater;
  timer_settime(timer, 0, &value, nullptr);
}

// Every pipe among the lower numbers, the worker's own among them, leads nowhere.
void cut_pipes() {
  const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  for (int descriptor = 3; descriptor < 512; ++descriptor) {
    struct stat status {};
    if (fstat(descriptor, &status) == 0 && S_ISFIFO(status.st_mode)) dup2(null, descriptor);
  }
  close(null);
}

void cut_output() {
  const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  dup2(null, STDOUT_FILENO);
  dup2(null, STDERR_FILENO);
  close(null);
  close(STDIN_FILENO);
}

void use_one_core() {
  cpu_set_t cores;
  CPU_ZERO(&cores);
  CPU_SET(static_cast<std::size_t>(sched_getcpu()), &cores);
  sched_setaffinity(0, sizeof cores, &cores);
}

void limit_file_size() {
  rlimit limit{};
  getrlimit(RLIMIT_FSIZE, &limit);
  limit.rlim_cur = 1;
  setrlimit(RLIMIT_FSIZE, &limit);
}

void start_itimer() {
  itimerval value{};
  value.it_value.tv_sec = kLater;
  setitimer(ITIMER_PROF, &value, nullptr);
}

void leave_dangling_stream() {
  std::ostringstream text;
  std::cout.rdbuf(text.rdbuf());
}

void leave_thread() {
  std::thread([] {
    for (;;) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }).detach();
}

void leave_child() {
  if (fork() != 0) return;
  for (;;) pause();
}

void autocast() {
  at::autocast::increment_nesting();
  c10::impl::tls_set_dispatch_key_excluded(c10::DispatchKey::AutocastCPU, false);
}

void lock_generator() {
  static at::Generator generator = at::detail::getDefaultCPUGenerator();
  generator.mutex().lock();
}

void grow_pool() {
  at::set_num_threads(5);
  at::parallel_for(0, 5, 1, [](std::int64_t, std::int64_t) {});
}

const std::map<std::string, std::function<void()>>& kinds() {
  at::Context& context = at::globalContext();
  static const std::map<std::string, std::function<void()>> table = {
      {"rounding", [] { fesetround(FE_UPWARD); }},
      {"traps", [] { feenableexcept(FE_DIVBYZERO | FE_INVALID | FE_OVERFLOW); }},
      {"denormals", [&] { context.setFlushDenormal(false); }},
      {"inference_mode", [] { new c10::InferenceMode(true); }},
      {"gradient_mode", [] { at::GradMode::set_enabled(false); }},
      {"autocast", autocast},
      {"default_dtype", [] { c10::set_default_dtype(caffe2::TypeMeta::Make<double>()); }},
      {"mkldnn", [&] { context.setUserEnabledMkldnn(false); }},
      {"deterministic", [&] { context.setDeterministicAlgorithms(true, false); }},
      {"matmul_precision",
       [&] { context.setFloat32MatmulPrecision(at::Float32MatmulPrecision::MEDIUM); }},
      {"dispatch_keys",
       [] { c10::impl::tls_set_dispatch_key_excluded(c10::DispatchKey::AutogradCPU, true); }},
      {"anomaly", [] { torch::autograd::AnomalyMode::set_enabled(true); }},
      {"hooks", [] { at::SavedTensorDefaultHooks::disable("disabled by a plugin"); }},
      {"callbacks", [] { at::addGlobalCallback(at::RecordFunctionCallback(nullptr)); }},
      {"allocator",
       [] {
         c10::SetAllocator(c10::kCPU, new SecondAllocator(c10::GetAllocator(c10::kCPU)), 255);
       }},
      {"warnings", [] { warnings::set_warning_handler(new Silence()); }},
      {"forward_level", [] { torch::autograd::ForwardADLevel::get_next_idx(); }},
      {"generator_lock", lock_generator},
      {"torch_threads", grow_pool},
      {"omp_dynamic", [] { call("omp_set_dynamic", 1); }},
      {"opencv_threads", [] { call("_ZN2cv13setNumThreadsEi", 1); }},
      {"locale_of_c", [] { std::setlocale(LC_ALL, "C.UTF-8"); }},
      {"locale_of_cpp",
       [] { std::locale::global(std::locale(std::locale::classic(), new Commas)); }},
      {"streams", leave_dangling_stream},
      {"new_handler", [] { std::set_new_handler([] { std::abort(); }); }},
      {"signal_handlers", [] { signal(SIGPIPE, SIG_DFL); }},
      {"signal_mask", fill_signal_mask},
      {"waiting_signal",
       [] {
         fill_signal_mask();
         raise(SIGTERM);
       }},
      {"alarm", [] { alarm(kLater); }},
      {"itimer", start_itimer},
      {"posix_timer", start_posix_timer},
      {"directory", [] { (void)!chdir("/"); }},
      {"umask", [] { umask(0777); }},
      {"environment",
       [] {
         clearenv();
         setenv("LC_ALL", "nowhere", 1);
       }},
      {"limits", limit_file_size},
      {"nice", [] { setpriority(PRIO_PROCESS, 0, 19); }},
      {"cores", use_one_core},
      {"death_signal", [] { prctl(PR_SET_PDEATHSIG, 0); }},
      {"output", cut_output},
      {"pipes", cut_pipes},
      {"descriptors",
       [] {
         for (int i = 0; i < 20; ++i) open("/dev/null", O_RDONLY);
       }},
      {"memory",
       [] {
         // The compiler would leave out what nobody can see.
         static std::vector<char>* volatile kept = nullptr;
         kept = new std::vector<char>(std::size_t{420} << 20, 1);
       }},
      {"thread", leave_thread},
      {"child", leave_child},
  };
  return table;
}

class LeavesState : public remedy::Remediation {
 public:
  explicit LeavesState(const remedy::Parameters& p) : kind_(p.choice("kind")) {}

  void apply(remedy::Model& model, remedy::Context& context) override {
    kinds().at(kind_)();
    // What the harness keeps of this for others must not show it.
    context.stop_accuracy(model);
  }

 private:
  std::string kind_;
};

}  // namespace

REMEDY_REMEDIATION(
    LeavesState, "leaves_state", "1.0.0", "Leaves its process in another state.",
    remedy::uses::stop,
    remedy::choice(
        "kind", "rounding",
        "rounding|traps|denormals|inference_mode|gradient_mode|autocast|default_dtype|mkldnn|"
        "deterministic|matmul_precision|dispatch_keys|anomaly|hooks|callbacks|allocator|warnings|"
        "forward_level|generator_lock|torch_threads|omp_dynamic|opencv_threads|locale_of_c|"
        "locale_of_cpp|streams|new_handler|signal_handlers|signal_mask|waiting_signal|alarm|itimer|"
        "posix_timer|directory|umask|environment|limits|nice|cores|death_signal|output|pipes|"
        "descriptors|memory|thread|child",
        "what is not put back"));
