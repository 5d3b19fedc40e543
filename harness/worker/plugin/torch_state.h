// Settings of libtorch, of the pools of threads under it and of OpenCV.
#pragma once

#include "worker/plugin/saved_state.h"

namespace remedy {

// Adds all that decides how an operation is computed on this thread: gradient and inference mode,
// autocast, dispatch keys, default dtype, oneDNN, deterministic and cuDNN's flags, anomaly mode,
// hooks, numbers of threads.
void save_torch_settings(SavedState& state);

// Adds what else libtorch keeps: generators, callbacks, the allocator, where warnings go; and the
// settings of OpenMP and OpenCV. Random numbers may have been drawn: the generators go back to
// where they were, and nothing is told.
void save_torch_process(SavedState& state);

// Adds the arithmetic and dispatch keys of the threads that libtorch computes with, which it first
// brings to their number; threads that are too many then end.
void save_torch_threads(SavedState& state);

}  // namespace remedy
