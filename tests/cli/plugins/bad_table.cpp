// Every row of its parameter table is wrong in another way.
#include <remedy/remediation.h>

namespace {

class BadTable : public remedy::Remediation {
 public:
  explicit BadTable(const remedy::Parameters&) {}
  void apply(remedy::Model&, remedy::Context&) override {}
};

}  // namespace

REMEDY_REMEDIATION(BadTable, "bad_table", "1.0.0", "Has a table of mistakes.", remedy::uses::masks,
                   remedy::real("Rate", 1, remedy::positive, "a capital"),
                   remedy::real("after", 1, remedy::positive, "a word of studies"),
                   remedy::real("share", 2, remedy::fraction, "a default out of range"),
                   remedy::real("share", 0.5, remedy::fraction, "the same again"),
                   remedy::numbers("scales", "0.5 one", remedy::positive, "no list of numbers"),
                   static_cast<remedy::needs::Bits>(1U << 20),
                   remedy::choice("mode", "slow", "slow|fast", ""));
