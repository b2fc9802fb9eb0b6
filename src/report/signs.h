// What the indicators say of a post or network: which were seen, how they combine, and how often
// each is seen in the case at large. Never a verdict.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/json_writer.h"
#include "base/records.h"
#include "report/nouns.h"
#include "report/style.h"

namespace maillon::report {

struct SignLine {
  std::string id, label, meaning, against;
  std::vector<std::string> sources;
  std::string dimension;                       // of the ILO/EC list; "none"
  std::string strength;                        // "S", "M", "W"; "" = none is given
  bool proposed = false;                       // the strength is this project's proposal
  bool common = false;                         // often seen in lawful posts
  uint64_t posts = 0;                          // of the network that show it; of a post: 1
  uint64_t case_posts = 0, case_wordings = 0;  // of the whole case
  std::vector<Tally> words;                    // of a network: what was read, most posts first
};

// Where the words stand that fired.
struct SignMark {
  Field field = Field::body;
  uint32_t begin = 0, end = 0;          // bytes
  std::string id, label, state, words;  // state: seen, denied, quoted, refused, reported
};

// Whom an affected person can call.
struct HotlineLine {
  std::string country, name, phone, url, note;  // note: "verified on 2024-10-02, 2 years ago"
};

struct SignSummary {
  bool known = false;  // the case has been read for indicators
  std::string kind, level, form;
  std::vector<std::string> dimensions;  // that are positive by the ILO rule
  bool recruitment = false, destination = false, capped = false, child = false;
  bool ordinary = false;  // a rule is met, but the wording is an ordinary post's
  bool wording = false;   // the wording as a whole says the kind, the phrases alone do not
  std::vector<std::string> wording_words;  // of a post: what speaks most for the kind
  std::array<std::string, 4> palermo;      // act, means, purpose, child: seen, denied, not_stated
  std::vector<SignLine> seen, denied;
  std::vector<SignMark> marks;  // of a post
  std::vector<HotlineLine> hotlines;
  std::vector<std::string> asking;  // of a network: posts in which somebody may ask for help
  uint64_t case_posts = 0;
};

// Sections of a page; "" where there is nothing to tell.
std::string to_text(const SignSummary& signs, const Style& style);
// A member of an open object: "signs": {...}.
void write_signs(JsonWriter& json, const SignSummary& signs);
// "CO-01 Papers kept (12 of 30 posts)"
std::string sign_text(const SignLine& line, uint64_t of_posts);

}  // namespace maillon::report
