// Does, when it is applied, whatever its parameter says.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <remedy/remediation.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <thread>
#include <vector>

namespace {

class Misbehave : public remedy::Remediation {
 public:
  explicit Misbehave(const remedy::Parameters& p) : how_(p.choice("how")) {
    if (how_ == "throw_in_constructor") throw std::runtime_error("no instance today");
    if (how_ == "throw_int_in_constructor") throw 42;
  }

  void apply(remedy::Model& model, remedy::Context& context) override {
    const at::NoGradGuard no_grad;
    if (how_ == "throw") throw std::runtime_error("not in the mood");
    if (how_ == "throw_int") throw 42;
    if (how_ == "break_device") {
      throw std::runtime_error("CUDA error: an illegal memory access was encountered");
    }
    if (how_ == "index_out_of_range") {
      const auto there = at::TensorOptions(context.device()).dtype(at::kLong);
      at::ones({3}, there).index_select(0, at::full({1}, 7, there)).sum().item<std::int64_t>();
    }
    if (how_ == "diverge") throw remedy::Diverged("the loss was inf at step 3");
    if (how_ == "segfault") *static_cast<volatile int*>(nullptr) = 1;
    if (how_ == "abort") std::abort();
    if (how_ == "exit") std::exit(0);
    if (how_ == "hang") {
      for (;;) sleep(1);
    }
    if (how_ == "wait") {
      while (access("go", F_OK) != 0) std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    if (how_ == "nan") model.parameters().front().tensor.fill_(std::nan(""));
    if (how_ == "reshape") model.parameters().back().tensor.set_data(at::zeros({3}));
    if (how_ == "allocate") at::empty({std::int64_t{1} << 50}, at::kByte);
    if (how_ == "allocate_on_device") {
      at::empty({std::int64_t{1} << 50}, at::TensorOptions(at::kByte).device(context.device()));
    }
    if (how_ == "hoard") {
      for (;;) hoard_.push_back(std::vector<char>(std::size_t{1} << 24, 1));
    }
    if (how_ == "peek") context.training_data();
    if (how_ == "spoil_baseline") context.baseline().parameters().front().tensor.zero_();
    if (how_ == "meddle") {
      at::set_num_threads(7);
      at::globalContext().setDeterministicAlgorithms(false, false);
      at::GradMode::set_enabled(false);
    }
    if (how_ == "print") {
      for (int i = 0; i < 1 << 16; ++i) std::puts("{\"event\": \"result\"} much ado about nothing");
      std::fflush(stdout);
    }
    if (how_ == "leave_thread") {
      std::thread([] {
        for (;;) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      }).detach();
    }
    if (how_ == "fork") (void)!fork();
    if (how_ == "close_descriptors") {
      for (int descriptor = 0; descriptor < 64; ++descriptor) close(descriptor);
    }
  }

 private:
  std::string how_;
  std::vector<std::vector<char>> hoard_;
};

}  // namespace

REMEDY_REMEDIATION(
    Misbehave, "misbehave", "1.0.0", "Does what no remediation should.", remedy::uses::nothing,
    remedy::choice(
        "how", "throw",
        "throw|throw_int|throw_in_constructor|throw_int_in_constructor|diverge|segfault|abort|exit|"
        "hang|nan|reshape|allocate|allocate_on_device|hoard|peek|spoil_baseline|meddle|print|"
        "close_descriptors|leave_thread|fork|break_device|index_out_of_range|wait",
        "what to do; wait: until the working directory has a file named go"));
