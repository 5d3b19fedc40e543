// How sure is the difference of two means, each taken over draws and over images?
#pragma once

#include <map>

namespace remedy::statistics {

// Every draw is measured on the same images: draws and images are crossed, and a further study has
// others of both.
struct CrossedDifference {
  double value = 0;
  double image_error = 0;  // standard error, by the images that were measured
  double draw_error = 0;   // standard error, by the draws; without meaning where degrees is 0
  double degrees = 0;      // degrees of freedom of draw_error; 0: draws take no part
};

// How far the truth may lie on one side of the value, but for the probability `level`. Images by
// the normal distribution, draws by Student's, joined by MOVER (G. Y. Zou and A. Donner, Statistics
// in Medicine 27 (2008) 1693-1702): sqrt((z image_error)^2 + (t draw_error)^2). What both hold, the
// noise of single images within draws, counts twice, so it is rather too wide.
class HalfWidth {
 public:
  // Throws std::invalid_argument unless 0 < level <= 1/2.
  explicit HalfWidth(double level);
  double operator()(const CrossedDifference& difference);

 private:
  double level_, normal_;
  std::map<double, double> student_;  // by degrees of freedom
};

// The one-sided p of the hypothesis that the true difference is not above 0: the level whose half
// width reaches from the value to 0. 1 - p of the opposite where the value is below 0, 1/2 at 0.
// Where there is no error at all 0, or 1/2 at 0, or 1. At least 1e-300 otherwise.
double p_not_above_zero(const CrossedDifference& difference);

}  // namespace remedy::statistics
