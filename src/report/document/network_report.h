// `report N-3`: the whole of a network as one HTML document to print, for a reader who has
// never seen the program: no script, no request to anywhere, styles within, a policy that
// forbids both, and a hash at the foot of each page (report/document/seal.h).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "report/document/seal.h"
#include "report/document/texts.h"
#include "report/ledger.h"
#include "report/near_misses.h"
#include "report/network_page.h"
#include "report/post_page.h"
#include "report/template_page.h"

namespace maillon::report {

enum class Annex : uint8_t { all, links, none };

struct ReportWishes {
  Annex annex = Annex::all;
  bool mask = false;   // phones, addresses, accounts and names only by their shape
  bool names = false;  // names as stated in tables; never with `mask`
};

// A wording with its slots, and how much of it is in the network.
struct ReportWording {
  TemplatePage page;
  uint64_t posts_here = 0;
};

// A photograph, or what is to be said instead of it.
struct ReportPicture {
  std::string id, sha256;  // I-..., hex
  uint32_t width = 0, height = 0;
  uint64_t posts = 0;
  std::string likeness;  // PGM, grey and blurred; "" = none
  std::vector<std::string> listed;
  bool restricted = false;  // classed as abuse of children: nothing but its hash is printed
};

struct ReportDecision {
  std::string kind;  // same, different, hub, not_hub ...
  std::string what, reason, actor;
  int64_t time = kNoTime;
  bool active = true;
};

// What a kind of signal was found to prove alone.
struct ReportWeight {
  std::string kind;  // phone, email, money, url, messenger, handle, account, text, image
  double posterior = 0;
  bool estimated = false;
  uint64_t pairs = 0;  // it was estimated from
};

struct ReportFile {
  std::string name, sha256, actor;
  uint64_t bytes = 0;
  int64_t time = kNoTime;
};

struct NetworkReport {
  ReportWishes wishes;
  std::string case_name, maker, version, state_hash;
  std::string purpose, legal_basis;  // of the case; "" = none stated
  int64_t as_of = kNoTime;
  bool stale = false;  // the case has changed since it was linked

  NetworkPage page;  // its sample is not used
  uint64_t posts_in_case = 0;
  std::vector<int64_t> times;  // of its posts, ascending, those without a date left out
  std::vector<ReportWording> wordings;
  std::optional<Ledger> weakest, strongest;
  std::vector<NetworkLink> holding;  // weakest first; some of holding_total
  uint64_t holding_total = 0;
  std::vector<ReportPicture> pictures;
  uint64_t pictures_total = 0;
  std::vector<NearMiss> near_misses;  // some of page.near_misses.groups
  uint64_t rejected_inside = 0;       // pairs of its posts whose link does not stand
  std::vector<ReportDecision> decisions;
  std::vector<ReportWeight> weights;
  double prior_bits = 0, prior = 0, threshold = 0;
  std::vector<ReportFile> files;  // that its posts come from
  uint64_t annex_posts = 0;       // of page.posts, in the annex
  bool capped = false;            // the annex has fewer than were wished for, to bound it
  // With `mask`: values that the program's own sentences may hold, longest first.
  std::vector<std::string> secrets;
};

// A post for the annex.
struct ReportPost {
  PostPage page;  // its neighbours are not used, nor the lines of its sightings
  std::vector<ReportPicture> pictures;
  std::string unread;  // why the original could not be read
};

// What came of it.
struct ReportMade {
  uint32_t sections = 0;
  uint64_t posts = 0;  // in the annex
  Sha256 hash{};       // of the file, but its last line
};

// Writes the document piece by piece: of the annex, one post at a time is in memory.
// `post(i)` gives the annex's posts, i from 0 to annex_posts in order. A pure function of
// its arguments: the same bytes for the same report, texts and posts.
ReportMade write_document(const NetworkReport& report, const Texts& texts,
                          const std::function<ReportPost(uint64_t)>& post, const Sink& sink);

// The Content-Security-Policy of the document (it states it itself, too): nothing but
// its own <style> and pictures that stand in it.
std::string report_policy();

}  // namespace maillon::report
