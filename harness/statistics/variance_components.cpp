#include "statistics/variance_components.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <stdexcept>

namespace remedy::statistics {
namespace {

// A set of factors as bits: 1, 2 and 4 for the three of them.
using Factors = unsigned;
constexpr std::array<Factors, 7> kSets{1, 2, 4, 3, 5, 6, 7};

bool contains(Factors set, Factors subset) { return (set & subset) == subset; }
int count(Factors set) { return static_cast<int>((set & 1) + (set >> 1 & 1) + (set >> 2 & 1)); }

class Table {
 public:
  explicit Table(const BalancedDesign& design) : design_(design) {
    for (Factors set = 0; set < 8; ++set) {
      std::vector<double>& margin = means_[set];
      margin.assign(size(set), 0.0);
      for (std::size_t cell = 0; cell < design.values.size(); ++cell) {
        margin[index(cell, set)] += design.values[cell];
      }
      for (double& mean : margin) mean *= static_cast<double>(size(set)) / cells();
    }
  }

  double cells() const { return static_cast<double>(design_.values.size()); }

  // The product of the levels of these factors.
  std::size_t size(Factors set) const {
    std::size_t product = 1;
    for (std::size_t f = 0; f < 3; ++f) {
      if (set >> f & 1) product *= static_cast<std::size_t>(design_.levels[f]);
    }
    return product;
  }

  int degrees(Factors set) const {
    int product = 1;
    for (std::size_t f = 0; f < 3; ++f) {
      if (set >> f & 1) product *= design_.levels[f] - 1;
    }
    return product;
  }

  // Each cell's effect is the alternating sum of the means over all subsets of the set.
  double sum_of_squares(Factors set) const {
    double sum = 0.0;
    for (std::size_t cell = 0; cell < design_.values.size(); ++cell) {
      double effect = 0.0;
      for (Factors part = 0; part < 8; ++part) {
        if (!contains(set, part)) continue;
        const double mean = means_[part][index(cell, part)];
        effect += (count(set) - count(part)) % 2 == 0 ? mean : -mean;
      }
      sum += effect * effect;
    }
    return sum;
  }

 private:
  // Position of a cell in the margin over the other factors.
  std::size_t index(std::size_t cell, Factors set) const {
    std::size_t position = 0;
    std::size_t stride = 1;
    for (std::size_t f = 3; f-- > 0;) {
      const auto levels = static_cast<std::size_t>(design_.levels[f]);
      if (set >> f & 1) {
        position += cell % levels * stride;
        stride *= levels;
      }
      cell /= levels;
    }
    return position;
  }

  const BalancedDesign& design_;
  std::array<std::vector<double>, 8> means_;
};

std::string name_of(const BalancedDesign& design, Factors set) {
  if (set == 7) return "residual";
  std::string name;
  for (std::size_t f = 0; f < 3; ++f) {
    if (set >> f & 1) name += (name.empty() ? "" : " x ") + design.factors[f];
  }
  return name;
}

void check(const BalancedDesign& design) {
  std::size_t cells = 1;
  for (const int levels : design.levels) {
    if (levels < 1) throw std::invalid_argument("variance_components: a factor without levels");
    cells *= static_cast<std::size_t>(levels);
  }
  if (cells != design.values.size()) {
    throw std::invalid_argument("variance_components: needs one value per cell");
  }
}

}  // namespace

std::vector<VarianceComponent> variance_components(const BalancedDesign& design) {
  check(design);
  const Table table(design);
  Factors varied = 0;
  Factors random = 0;
  for (std::size_t f = 0; f < 3; ++f) {
    if (design.levels[f] > 1) varied |= 1u << f;
    if (design.random[f]) random |= 1u << f;
  }
  const bool constant = std::all_of(design.values.begin(), design.values.end(),
                                    [&](double value) { return value == design.values.front(); });

  std::vector<VarianceComponent> components;
  for (const Factors set : kSets) {
    VarianceComponent component{name_of(design, set), 0, 0.0, 0.0, 0.0, false, false};
    const Factors term = set == 7 ? varied : set;
    component.estimable = term != 0 && contains(varied, term) && (set == 7 || term != varied);
    if (component.estimable) {
      component.degrees = table.degrees(term);
      component.sum_of_squares = constant ? 0.0 : table.sum_of_squares(term);
    }
    components.push_back(component);
  }

  const auto mean_square = [&](std::size_t i) {
    return components[i].sum_of_squares / components[i].degrees;
  };
  VarianceComponent& residual = components.back();
  if (residual.estimable) residual.estimate = mean_square(6);
  double total = residual.estimate;
  for (std::size_t i = 6; i-- > 0;) {  // pairs before single factors
    if (!components[i].estimable) continue;
    double excess = mean_square(i) - residual.estimate;
    for (std::size_t j = i + 1; j < 6; ++j) {
      const Factors more = kSets[j] & ~kSets[i];
      if (!contains(kSets[j], kSets[i]) || !contains(random, more)) continue;
      excess -= components[j].estimate * table.cells() / static_cast<double>(table.size(kSets[j]));
    }
    components[i].estimate = excess * static_cast<double>(table.size(kSets[i])) / table.cells();
    components[i].truncated = components[i].estimate < 0.0;
    total += components[i].truncated ? 0.0 : components[i].estimate;
  }
  for (VarianceComponent& component : components) {
    component.share = component.truncated ? 0.0 : component.estimate / total;
  }
  return components;
}

}  // namespace remedy::statistics
