#include "worker/plugin/torch_state.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/ThreadLocalState.h>
#include <ATen/autocast_mode.h>
#include <ATen/record_function.h>
#include <c10/core/Allocator.h>
#include <c10/core/AutogradState.h>
#include <c10/core/DefaultDtype.h>
#include <c10/core/impl/LocalDispatchKeySet.h>
#include <dlfcn.h>
#include <torch/csrc/autograd/anomaly_mode.h>
#include <torch/csrc/autograd/forward_grad.h>
#include <torch/version.h>

#include <array>
#include <mutex>
#include <opencv2/core.hpp>
#include <utility>

#include "worker/plugin/process_state.h"

namespace remedy {
namespace {

#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
using AutocastTypes = std::array<at::ScalarType, 2>;

AutocastTypes autocast_types() {
  return {at::autocast::get_autocast_dtype(at::kCPU), at::autocast::get_autocast_dtype(at::kCUDA)};
}

void set_autocast_types(const AutocastTypes& types) {
  at::autocast::set_autocast_dtype(at::kCPU, types[0]);
  at::autocast::set_autocast_dtype(at::kCUDA, types[1]);
}
#else
using AutocastTypes = std::array<at::ScalarType, 2>;

AutocastTypes autocast_types() {
  return {at::autocast::get_autocast_cpu_dtype(), at::autocast::get_autocast_gpu_dtype()};
}

void set_autocast_types(const AutocastTypes& types) {
  at::autocast::set_autocast_cpu_dtype(types[0]);
  at::autocast::set_autocast_gpu_dtype(types[1]);
}
#endif

#if TORCH_VERSION_MAJOR >= 2
namespace warnings = c10::WarningUtils;
#else
namespace warnings = c10::Warning;
#endif

// What is compared of libtorch's thread-local state, all of which is put back.
struct ThreadModes {
  c10::AutogradState autograd = c10::AutogradState::get_tls_state();
  c10::impl::LocalDispatchKeySet keys = c10::impl::tls_local_dispatch_key_set();
  bool hooks_allowed = at::SavedTensorDefaultHooks::is_enabled();
  std::size_t hooks = at::SavedTensorDefaultHooks::get_tls_state().stack.size();

  bool same_keys(const ThreadModes& other) const {
    return keys.included_ == other.keys.included_ && keys.excluded_ == other.keys.excluded_;
  }
  bool same_hooks(const ThreadModes& other) const {
    return hooks_allowed == other.hooks_allowed && hooks == other.hooks;
  }
};

void tell_modes(const ThreadModes& before, const ThreadModes& now, std::vector<Leftover>& left) {
  const c10::AutogradState &was = before.autograd, &is = now.autograd;
  if (was.get_inference_mode() != is.get_inference_mode()) left.push_back({"inference mode"});
  if (was.get_grad_mode() != is.get_grad_mode()) left.push_back({"gradient mode"});
  if (was.get_fw_grad_mode() != is.get_fw_grad_mode()) left.push_back({"forward gradient mode"});
  if (!before.same_keys(now)) left.push_back({"dispatch keys (autocast among them)"});
  if (!before.same_hooks(now)) left.push_back({"hooks of saved tensors"});
}

int autocast_nesting() {
  at::autocast::increment_nesting();
  return at::autocast::decrement_nesting();
}

void set_autocast_nesting(int nesting) {
  while (autocast_nesting() > nesting) at::autocast::decrement_nesting();
  while (autocast_nesting() < nesting) at::autocast::increment_nesting();
  at::autocast::clear_cache();
}

// A level of forward differentiation that nobody has closed: there is one at most.
bool forward_level() { return torch::autograd::ForwardADLevel::try_get_by_idx(0) != nullptr; }

void save_context_flags(SavedState& state) {
  at::Context& context = at::globalContext();
  // A switch of at::Context.
  const auto flag = [&](const char* what, bool (at::Context::*get)() const,
                        void (at::Context::*set)(bool)) {
    state.add(
        what, [&context, get] { return (context.*get)(); },
        [&context, set](bool on) { (context.*set)(on); });
  };
  flag("oneDNN's switch (mkldnn)", &at::Context::userEnabledMkldnn,
       &at::Context::setUserEnabledMkldnn);
  flag("cuDNN's switch", &at::Context::userEnabledCuDNN, &at::Context::setUserEnabledCuDNN);
  flag("cuDNN's benchmark mode", &at::Context::benchmarkCuDNN, &at::Context::setBenchmarkCuDNN);
  flag("cuDNN's deterministic mode", &at::Context::deterministicCuDNN,
       &at::Context::setDeterministicCuDNN);
  state.add(
      "deterministic algorithms",
      [&context] {
        return std::make_pair(context.deterministicAlgorithms(),
                              context.deterministicAlgorithmsWarnOnly());
      },
      [&context](const auto& on) { context.setDeterministicAlgorithms(on.first, on.second); });
  state.add(
      "TF32 in cuDNN", [&context] { return context.allowTF32CuDNN(); },
      [&context](bool on) { context.setAllowTF32CuDNN(on); });
  state.add(
      "precision of matrix products", [&context] { return context.float32MatmulPrecision(); },
      [&context](at::Float32MatmulPrecision precision) {
        // By its name: libtorch 2.11 has no other way.
        context.setFloat32MatmulPrecision(
            precision == at::Float32MatmulPrecision::HIGHEST ? "highest"
            : precision == at::Float32MatmulPrecision::HIGH  ? "high"
                                                             : "medium");
      });
}

// A setting of a library that may be there, by the names of its two functions.
void save_setting(SavedState& state, const char* what, const char* get, const char* set) {
  const auto read = reinterpret_cast<int (*)()>(dlsym(RTLD_DEFAULT, get));
  const auto write = reinterpret_cast<void (*)(int)>(dlsym(RTLD_DEFAULT, set));
  if (read != nullptr && write != nullptr) state.add(what, read, write);
}

// Puts the generator back to where it is now. Whoever holds its lock will never give it back.
void save_generator(SavedState& state) {
  at::Generator generator = at::detail::getDefaultCPUGenerator();
  const at::Tensor position = generator.get_state();
  state.check([generator, position](std::vector<Leftover>& left) mutable {
    const std::unique_lock<std::mutex> lock(generator.mutex(), std::try_to_lock);
    if (!lock.owns_lock()) {
      left.push_back({"torch's generator, locked", false});
      return;
    }
    generator.set_state(position);
  });
}

// What a thread of libtorch's pool computes with.
struct PoolThread {
  std::uint64_t arithmetic = arithmetic_control();
  ThreadModes modes;
};

// Runs a function, which throws nothing, once on each of the threads that libtorch computes with,
// with its number. Those that are there beyond them end. The threads are OpenMP's: a template such
// as at::parallel_for, compiled here, without OpenMP, would stay on the calling thread.
void on_every_thread(const std::function<void(std::size_t)>& function) {
  using Region = void (*)(void*);
  struct Call {
    const std::function<void(std::size_t)>& function;
    int (*number)();
  };
  const auto run = reinterpret_cast<void (*)(Region, void*, unsigned, unsigned)>(
      dlsym(RTLD_DEFAULT, "GOMP_parallel"));
  const auto number = reinterpret_cast<int (*)()>(dlsym(RTLD_DEFAULT, "omp_get_thread_num"));
  if (run == nullptr || number == nullptr) return function(0);
  Call call{function, number};
  run(
      [](void* data) {
        const Call& each = *static_cast<Call*>(data);
        each.function(static_cast<std::size_t>(each.number()));
      },
      &call, static_cast<unsigned>(at::get_num_threads()), 0);
}

}  // namespace

void save_torch_settings(SavedState& state) {
  state.check([saved = at::ThreadLocalState(), before = ThreadModes()](auto& left) {
    tell_modes(before, ThreadModes(), left);
    at::ThreadLocalState::setThreadLocalState(saved);
  });
  state.add("autocast's nesting", autocast_nesting, set_autocast_nesting);
  state.add("autocast's types", autocast_types, set_autocast_types);
  state.add("autocast's cache", at::autocast::is_autocast_cache_enabled,
            at::autocast::set_autocast_cache_enabled);
  state.add("the default dtype", c10::get_default_dtype, c10::set_default_dtype);
  save_context_flags(state);
  using torch::autograd::AnomalyMode;
  state.add(
      "autograd's anomaly mode",
      [] { return std::make_pair(AnomalyMode::is_enabled(), AnomalyMode::should_check_nan()); },
      [](const auto& on) { AnomalyMode::set_enabled(on.first, on.second); });
  state.add("torch's number of threads", at::get_num_threads, at::set_num_threads);
  save_setting(state, "OpenMP's choice of threads (omp_set_dynamic)", "omp_get_dynamic",
               "omp_set_dynamic");
  save_setting(state, "OpenMP's levels", "omp_get_max_active_levels", "omp_set_max_active_levels");
  save_setting(state, "OpenBLAS's number of threads", "openblas_get_num_threads",
               "openblas_set_num_threads");
}

void save_torch_process(SavedState& state) {
  save_generator(state);
  state.add("a level of forward differentiation", forward_level,
            [](bool) { torch::autograd::ForwardADLevel::release_idx(0); });
  state.add("callbacks of operations (a profiler)", at::hasGlobalCallbacks,
            [](bool) { at::clearGlobalCallbacks(); });
  state.add(
      "the allocator", [] { return c10::GetAllocator(c10::kCPU); },
      [](c10::Allocator* before) { c10::SetAllocator(c10::kCPU, before, /*priority=*/255); });
  state.add("where torch's warnings go", warnings::get_warning_handler,
            [](c10::WarningHandler* before) { warnings::set_warning_handler(before); });
  state.add("OpenCV's number of threads", cv::getNumThreads, cv::setNumThreads);
  state.add("OpenCV's optimised code", cv::useOptimized, cv::setUseOptimized);
  state.check([before = cv::theRNG().state](auto&) { cv::theRNG().state = before; });
}

void save_torch_threads(SavedState& state) {
  std::vector<PoolThread> before(static_cast<std::size_t>(at::get_num_threads()));
  on_every_thread([&](std::size_t i) { before[i] = PoolThread(); });
  state.check([before](std::vector<Leftover>& left) {
    std::vector<char> changed(before.size(), 0);
    on_every_thread([&](std::size_t i) {
      const PoolThread now, &was = before.at(i);
      changed[i] = now.arithmetic != was.arithmetic || !now.modes.same_keys(was.modes) ||
                   now.modes.autograd.get_grad_mode() != was.modes.autograd.get_grad_mode();
      set_arithmetic_control(was.arithmetic);
      c10::AutogradState::set_tls_state(was.modes.autograd);
      c10::impl::_force_tls_local_dispatch_key_set(was.modes.keys);
    });
    for (const char one : changed) {
      if (one != 0) return left.push_back({"arithmetic or modes of torch's threads"});
    }
  });
}

}  // namespace remedy
