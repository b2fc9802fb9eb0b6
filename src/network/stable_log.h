// Natural logarithm from additions, multiplications and divisions only, which IEEE 754
// rounds the same on every machine (the library's logarithms differ in the last bit).
#pragma once

#include <cmath>

namespace maillon::network {

// x > 0. Relative error below 1e-14 (1e-16 absolute near 1).
inline double stable_log(double x) {
  constexpr double kLn2 = 0.6931471805599453, kHalfRoot = 0.7071067811865476;
  int exponent = 0;
  double m = std::frexp(x, &exponent);  // exact
  if (m < kHalfRoot) {
    m *= 2;
    --exponent;
  }
  // ln m = 2 artanh z; |z| < 0.172, so ten terms reach the end of a double.
  const double z = (m - 1) / (m + 1), square = z * z;
  double sum = 0;
  for (int k = 19; k >= 1; k -= 2) sum = sum * square + 1.0 / k;
  return 2 * z * sum + exponent * kLn2;
}

}  // namespace maillon::network
