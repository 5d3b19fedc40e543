// Denormal numbers are flushed to zero in the worker, on every thread. They take the processor a
// hundred times as long as others, and the weights of an optimiser that fade out reach them. What
// it changes are results below 1.2e-38 (float) and 2.2e-308 (double), which become 0.
//
// A thread inherits the setting of the one that starts it (Linux), and libraries may start theirs
// before main: so it is made before their constructors run.
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace remedy {
namespace {

void flush_denormals(int, char**, char**) {
#if defined(__x86_64__)
  constexpr unsigned kFlushToZero = 1U << 15, kDenormalsAreZero = 1U << 6;
  _mm_setcsr(_mm_getcsr() | kFlushToZero | kDenormalsAreZero);
#elif defined(__aarch64__)
  constexpr unsigned long kFlushToZero = 1UL << 24;
  unsigned long control = 0;
  __asm__ volatile("mrs %0, fpcr" : "=r"(control));
  __asm__ volatile("msr fpcr, %0" : : "r"(control | kFlushToZero));
#endif
}

__attribute__((section(".preinit_array"),
               used)) void (*const before_libraries)(int, char**, char**) = flush_denormals;

}  // namespace
}  // namespace remedy
