// What a remediation notes while it works, in a bounded amount of memory.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace remedy {

class TrialLog {
 public:
  static constexpr std::size_t kMostNames = 32;
  static constexpr std::size_t kMostValues = 1000;  // of a name
  static constexpr std::size_t kLongestName = 100;  // bytes; the rest is cut off

  // A name beyond the first kMostNames is passed over. Of a name's values every stride-th is kept,
  // from the first on; the stride doubles as often as there would be too many.
  void add(const std::string& name, std::int64_t step, double value);

  bool empty() const { return series_.empty(); }
  // "name,step,value", by name; a value that is not finite is "nan", "inf" or "-inf".
  std::string to_csv() const;

 private:
  struct Series {
    std::vector<std::pair<std::int64_t, double>> values;  // by step
    std::size_t seen = 0, stride = 1;
  };

  std::map<std::string, Series> series_;
};

}  // namespace remedy
