// The random numbers that a generated image is made of.
#pragma once

#include <cstdint>

#include "statistics/basic/philox.h"

namespace remedy {

// What a stream of random numbers is for. Each purpose has its own stream, so that a change to one
// leaves the others alone: a recoloured sample has the background of its ordinary twin. The values
// are part of the generator's definition.
enum class Purpose : std::uint32_t {
  kTrainingRecolour = 0,
  kRainbow = 1,
  kPlacement = 2,
  kBackground = 3,
  kClutter = 4,
  kOcclusion = 5,
  kOptics = 6,
  kNoise = 7,
  kAnimal = 8,
};

// The random numbers of one sample for one purpose: the same on every machine and thread. Split and
// class are the key, index and purpose the counter, so two streams never share a block.
class RandomStream {
 public:
  RandomStream(std::uint32_t split, std::uint32_t class_index, std::uint64_t index,
               Purpose purpose);

  std::uint32_t word() { return words_.next(); }
  // In [0, 1), a multiple of 2^-24.
  float uniform();
  // In [low, high).
  float uniform(float low, float high);
  // In 0 .. count - 1. `count` is positive.
  int below(int count);
  bool chance(float probability);
  // Mean 0, standard deviation 1, nearly normal: the sum of the four bytes of a word, hence within
  // +-3.5. No call into the mathematical library, whose last bit differs between versions.
  float normal();

 private:
  statistics::PhiloxWords words_;
};

}  // namespace remedy
