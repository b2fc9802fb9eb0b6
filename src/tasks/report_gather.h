// Parts of report_case that are worth a look on their own; pack/ uses them too.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "report/document/network_report.h"
#include "tasks/refusal.h"
#include "tasks/show_case.h"

namespace maillon::tasks {

// An accepted link of the network, by its place in Links.
using LinkIndex = std::size_t;

// The links that hold the network: a maximum spanning forest of its accepted links
// (Kruskal 1956), weakest first. Each is the strongest link between the two parts that
// the network would fall into without it.
std::vector<LinkIndex> find_holding_links(const CaseData& data, uint32_t network);
// The same of those links, which are all that stand inside one network, in any order.
std::vector<LinkIndex> find_holding_links(const CaseData& data, std::vector<LinkIndex> inner);
// Pairs of its posts that have something in common and no link that stands.
uint64_t count_rejected_inside(const CaseData& data, uint32_t network);

// The identifiers of a network, its posts, their wordings and selectors.
using Names = std::set<std::string, std::less<>>;
Names names_of(const CaseData& data, uint32_t network);

// Decisions about posts, selectors, wordings of the network or the network itself; those
// taken back too.
std::vector<store::Decision> find_decisions(const CaseData& data, uint32_t network,
                                            std::span<const store::Decision> all);
std::vector<report::ReportDecision> decisions_about(const CaseData& data, uint32_t network,
                                                    std::span<const store::Decision> all);

// Photographs of the case as the report shows them. A picture that a list classes as
// abuse of children, or that shows the same as such a one, is restricted.
class ReportPictures {
 public:
  explicit ReportPictures(const OpenedCase& from);
  report::ReportPicture describe(uint32_t picture, bool with_likeness) const;
  // Of those posts, most used first, `limit` of them; `total` of all.
  std::vector<report::ReportPicture> of(std::span<const uint32_t> rows, std::size_t limit,
                                        uint64_t& total) const;

 private:
  const OpenedCase& from_;
};

// Reads posts for the annex; remembers the imports.
class ReportPosts {
 public:
  ReportPosts(const OpenedCase& from, const ReportPictures& pictures)
      : from_(from), pictures_(pictures) {}
  report::ReportPost read(uint32_t row);
  // The files that all sightings of those posts stand in, by act and place.
  std::vector<report::ReportFile> files_of(std::span<const uint32_t> rows);

 private:
  const store::Import* import_of(uint32_t id);
  const OpenedCase& from_;
  const ReportPictures& pictures_;
  std::map<uint32_t, store::Import> imports_;
};

// Values of selectors that sentences of the program may name: those of the posts.
std::vector<std::string> secrets_of(const CaseData& data, std::span<const uint32_t> rows);

// When something last changed in the case: an import, a decision, a link, an undo.
Result<int64_t> time_of_latest_act(store::Case& file);

}  // namespace maillon::tasks
