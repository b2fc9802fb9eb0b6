// The graph of posts and what they share, with places, for the page.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tasks/show_case.h"

namespace maillon::tasks {

struct GraphSettings {
  std::string id;  // of a network, selector, post or template
  // "S-1a2b3c4d5e6f:post:25", or the other networks that have it: "S-1a2b3c4d5e6f:network:25".
  std::vector<std::string> expand;
  std::vector<std::string> collapse;  // nodes whose own posts are left out
  uint64_t cap = 2000;                // of nodes, without what is expanded
};

// Selectors and wordings of the posts; the posts themselves if all fit under the cap, else
// those that are expanded, and edges of kind "post" between what shares posts. Of a selector
// or wording, how many posts and how many other networks are not shown ("hidden"). JSON:
// {nodes, edges, omitted}. The same question gives the same bytes. Code::not_found if
// nothing has that name.
Result<std::string> graph_json(const OpenedCase& from, const GraphSettings& settings);

// The posts that an ID stands for: of its network (a post: its network's, or itself).
Result<std::vector<uint32_t>> rows_about(const CaseData& data, const std::string& id);

// The first line of a text, at most so many bytes of it, cut between characters.
inline constexpr std::size_t kLabelBytes = 60;
std::string short_label(std::string_view text);

}  // namespace maillon::tasks
