// Growing cases: families by what the last link left, where few posts are new.
#pragma once

#include <optional>
#include <string>

#include "base/progress.h"
#include "base/records.h"
#include "base/result.h"
#include "link/families.h"
#include "link/knowledge.h"
#include "store/case.h"
#include "tasks/case_data.h"

namespace maillon::tasks {

// Once more than one post in so many came or left since words were weighed, they are weighed anew.
// So the work of a case that grows by small steps is still proportional to its posts.
inline constexpr uint64_t kWeighAnew = 10;

struct KnowledgeAge {
  uint64_t posts = 0;  // when words were weighed
  uint64_t grown = 0;  // posts that came since
  uint64_t gone = 0;   // posts that left since
};
// Of what the last link kept; zeros if there is nothing.
KnowledgeAge read_knowledge_age(const store::Case& from);

// What the last link knew, to be kept for the next one.
struct Knowledge {
  link::WordingKnowledge wording;
  KnowledgeAge age;
  std::string families;  // the bundle that it counts families of, as read (MadeBundles)
};
// Code::not_found if nothing has been kept, Code::corrupt if it is damaged.
Result<Knowledge> read_knowledge(const store::Case& from);
Result<void> keep_knowledge(store::Case& to, const Knowledge& knowledge);  // bundle "wording"

struct Growth {
  link::Families families;  // as find_families() gives them
  std::vector<std::string>
      template_text;  // per family: as it was, if its posts are the same; or ""
  Knowledge knowledge;
  uint64_t fresh = 0;  // posts that are new
};

// The families of `posts` by what the last link left, which must be whole and of this version;
// nothing if too many posts came or left, or posts left after others had come by growth: what
// they brought together must not outlive them. Posts that are gone (undone, purged) leave their
// families; a family of one post is none. Code::corrupt if what was left is damaged.
Result<std::optional<Growth>> grow(const store::Case& open_case, const Posts& posts,
                                   TokenRows tokens, Progress& progress);

}  // namespace maillon::tasks
