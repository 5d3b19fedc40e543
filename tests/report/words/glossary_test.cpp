#include "report/words/glossary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/file.h"
#include "places.h"
#include "report/analysed.h"
#include "report/markdown/markdown.h"
#include "report/page/page.h"
#include "report/page/page_json.h"
#include "report/run_builder.h"

namespace remedy {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Glossary, ATermMayTakeSeveralLines) {
  const Glossary terms = parse_glossary(
      "# Glossary\n\n- **one**: first\n  and **more**.\n- **two** (second): short.\n");
  ASSERT_EQ(terms.size(), 2U);
  EXPECT_EQ(terms[0].first, "one");
  EXPECT_EQ(terms[0].second, "first and **more**.");
  EXPECT_EQ(terms[1].second, " (second): short.");
}

TEST(Glossary, IsThatOfTheDocumentation) {
  EXPECT_EQ(glossary(), parse_glossary(read_file(source_dir() + "/docs/glossary.md")));
  EXPECT_GT(glossary().size(), 20U);
}

TEST(Glossary, StandsInMarkdownAndOnThePage) {
  testing::RunBuilder builder;
  builder.add_completed(testing::make_trial("a", "mixed", 0.001, 100, 0), 760, 14);
  const Report found = analyse({builder.run});
  const std::string text = to_markdown(found);
  EXPECT_THAT(text, HasSubstr("- **Pareto-optimal**: "));
  EXPECT_EQ(page_data(found, {}).at("glossary").size(), glossary().size());
  // What these words stood for has the field's names now.
  for (const char* dialect : {"told from", "said target", "target reached", "reached the target",
                              "not beaten", "interplay", "the look", "least N", "goes on"}) {
    EXPECT_THAT(text, Not(HasSubstr(dialect)));
    EXPECT_THAT(to_page(found, {}), Not(HasSubstr(dialect)));
  }
}

}  // namespace
}  // namespace remedy
