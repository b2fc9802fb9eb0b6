// Templates of whatever posts: fills lie inside the texts, on word borders, and
// nothing depends on the order of the posts.
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "base/check.h"
#include "link/template_test_text.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace maillon::link;
  // Posts are separated by '|'.
  std::vector<TestPost> posts;
  std::string text;
  for (size_t i = 0; i <= size && posts.size() < 20; ++i) {
    if (i < size && data[i] != '|') {
      text.push_back(static_cast<char>(data[i]));
      continue;
    }
    posts.push_back(make_post(text));
    text.clear();
  }
  std::vector<MemberView> views = to_views(posts);
  const Template made = build_template(views);
  CHECK(made.members == posts.size());
  CHECK(std::is_sorted(made.sites.begin(), made.sites.end(),
                       [](const TemplateSite& a, const TemplateSite& b) {
                         return a.column < b.column || a.sentence < b.sentence;
                       }));
  const TemplateAligner aligner(made);
  for (const TestPost& post : posts) {
    const std::vector<SlotFill> fills = aligner.fill(post.view());
    CHECK(fills.size() == made.slots());
    for (const SlotFill& fill : fills) {
      CHECK(fill.begin <= fill.end && fill.end <= post.text.size());
      if (fill.begin == fill.end) continue;
      CHECK(std::any_of(post.words.begin(), post.words.end(),
                        [&](const WordSpan& word) { return word.begin == fill.begin; }));
      CHECK(std::any_of(post.words.begin(), post.words.end(),
                        [&](const WordSpan& word) { return word.end == fill.end; }));
    }
  }
  std::reverse(views.begin(), views.end());
  CHECK(build_template(views).to_text() == made.to_text());
  return 0;
}
