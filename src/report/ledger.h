// The ledger of `explain A B`: every item of evidence for and against the two
// posts having one operator, in bits, and what follows from it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "report/field_ledger.h"
#include "report/nouns.h"
#include "report/said.h"
#include "report/style.h"

namespace maillon::report {

// A piece of one of the two texts that an item rests on.
struct Quote {
  char post = 'a';  // 'a' or 'b'
  Field field = Field::body;
  uint32_t begin = 0, end = 0;  // bytes of that field
  std::string text;
};

void write_json(JsonWriter& json, const Quote& quote);

struct LedgerItem {
  std::string kind;  // "phone", "handle", "text", "place", "time", "image", "decision" ...
  std::string what;  // the value or, for wording, the template or the longest shared passage
  // How rare it is: in `df` of `of` posts. of == 0: not stated.
  uint64_t df = 0, of = 0;
  double bits = 0;           // > 0 for, < 0 against, as counted in the sum
  double bits_uncapped = 0;  // before a ceiling or a hub took some away; 0: the same as bits
  std::string note;          // "ceiling of wording alone: 97 %", "hub: not linked through"
  std::vector<Quote> quotes;
  std::vector<Said> said{};  // the note
};

// A fact that speaks against one operator. No likelihood ratio is estimated for it:
// it has no bits and is not in the sum. What has bits is an item, for or against.
struct LedgerFact {
  std::string kind;  // "phone", "text", "language", "place", "decision"
  std::string what;
  std::vector<Said> said{};  // the same
};

// A and B that are not linked directly may be tied through other posts.
struct LedgerStep {
  PostLine to;
  double bits = 0, posterior = 0;
  std::string why;  // "phone +1775…", "text"
};

// The sum if the two did not share one of the items.
struct LedgerBreak {
  std::string without;  // "phone +1775…", "text T-4f09c2"
  double sum_bits = 0, posterior = 0;
  bool linked = false;
};

// A person's word on this pair.
struct LedgerDecision {
  uint32_t act = 0;
  int64_t time = kNoTime;
  std::string actor, kind, what;
  std::vector<std::string> subjects;
};

struct Ledger {
  PostLine a, b;
  std::vector<LedgerItem> items;
  std::vector<LedgerFact> against;  // not weighed
  double prior_bits = 0;            // log2 of the odds that two random posts have one operator
  double sum_bits = 0;              // prior + items, after ceilings
  double posterior = 0;             // 0 to 1
  double threshold = 0.95;
  bool linked = false;              // the posterior passes the threshold
  bool refused = false;             // it passes, but the network step left the two apart
  FieldLedger fields;               // of two short records, beside the items
  std::string verdict_note;         // "same network N-3 all the same, through 2 other posts" ...
  std::vector<Said> verdict_said;   // the same
  std::vector<LedgerStep> path;     // the strongest chain from a to b; empty if none or direct
  std::vector<LedgerBreak> breaks;  // for each item that counts, strongest first
  std::optional<LedgerDecision> decision;
  std::vector<std::string> notes;  // what else the reader must know
  std::vector<Said> notes_said;    // one for each
};

// What `explain` prints, for example:
//   phone +17755550100   18.2 bits   in 3 of 1,000,000 posts
// Items are shown strongest first, those against last.
std::string to_text(const Ledger& ledger, const Style& style);
std::string to_json(const Ledger& ledger);

}  // namespace maillon::report
