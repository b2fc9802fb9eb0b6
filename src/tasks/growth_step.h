// Growing cases: families by what the last link left, where few posts are new.
#pragma once

#include <optional>
#include <string>

#include "base/progress.h"
#include "base/result.h"
#include "link/families.h"
#include "link/knowledge.h"
#include "store/case.h"
#include "tasks/case_data.h"
#include "tasks/signals_step.h"

namespace maillon::tasks {

// Once more than one post in so many came since words were weighed, they are weighed anew. So
// the work of a case that grows by small steps is still proportional to its posts.
inline constexpr uint64_t kWeighAnew = 10;

struct KnowledgeAge {
  uint64_t posts = 0;  // when words were weighed
  uint64_t grown = 0;  // posts that came since
};
// Of what the last link kept; zeros if there is nothing.
KnowledgeAge read_knowledge_age(const store::Case& from);

// What the last link knew, to be kept for the next one.
struct Knowledge {
  link::WordingKnowledge wording;
  KnowledgeAge age;
};
Result<void> keep_knowledge(store::Case& to, const Knowledge& knowledge);  // bundle "wording"

struct Growth {
  link::Families families;  // as find_families() gives them
  std::vector<std::string>
      template_text;  // per family: as it was, if its posts are the same; or ""
  Knowledge knowledge;
};

// The families of `posts` by what the last link left, which must be whole and of this version;
// nothing if too many posts are new. Posts that are gone (undone, purged) leave their families;
// a family of one post is none.
Result<std::optional<Growth>> grow(const store::Case& open_case, const Posts& posts,
                                   const Extracted& extracted, Progress& progress);

}  // namespace maillon::tasks
