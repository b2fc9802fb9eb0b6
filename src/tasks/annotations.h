// Which state, labels and notes stand on a network, post, selector or template now.
//
// Networks' numbers live on when a link runs again, but a network can be merged into another,
// lose posts to a new one, or fall apart. What people wrote goes where the posts went:
//   notes, labels  of a merged network: on the one that took it in; of one that lost posts: on
//                  both; of one that is gone: where its first post is now, else on that post.
//   triage         stays with the number: a state never moves by itself, so that nobody has
//   "closed" what
//                  nobody looked at. The page of the network that has the posts says what it was.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "report/annotations.h"
#include "tasks/case_data.h"

namespace maillon::tasks {

class AnnotationReader {
 public:
  // Reads the decisions and, if any is on a network, what became of the networks.
  static Result<AnnotationReader> open(const store::Case& file, const CaseData& data);

  // Of an ID as it is shown (N-3, P-4f09c2a1b3d4 ...); empty if nobody wrote anything.
  const report::Annotations& of(std::string_view id) const;
  // All that has any, by ID.
  const auto& all() const { return by_id_; }

 private:
  std::map<std::string, report::Annotations, std::less<>> by_id_;
};

// For a page that shows one thing: empty if the decisions cannot be read.
report::Annotations annotations_of(const store::Case& file, const CaseData& data,
                                   std::string_view id);

// "new" "in_review" "referred" "closed"
bool is_triage_state(std::string_view state);

}  // namespace maillon::tasks
