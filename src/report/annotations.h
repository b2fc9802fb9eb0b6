// What people wrote to a network, post, selector or template: its state of triage, labels, notes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "report/nouns.h"

namespace maillon::report {

struct Triage {
  std::string state = "new";  // new in_review referred closed
  std::string reason, actor;
  int64_t time = kNoTime;  // kNoTime: nobody has looked at it
};

struct Note {
  uint32_t act = 0;
  int64_t time = kNoTime;
  std::string actor, text;  // Markdown, as written
  std::string on;           // the ID that it was written to: a network may have taken in another
};

struct Annotations {
  Triage triage;  // of networks
  std::vector<std::string> labels;
  std::vector<Note> notes;          // oldest first
  std::vector<std::string> before;  // states of networks whose posts are here now, a sentence each
};

// For facts_text(): "triage", "labels"; without value if there is nothing to say.
std::vector<Fact> annotation_facts(const Annotations& annotations);
// The facts, then the notes with their heading; "" if there is nothing. For pages without other
// facts beside it.
std::string annotations_text(const Annotations& annotations, std::string_view id,
                             const Style& style);
// The notes with their heading; "" if there are none. `id`: whose page it is.
std::string notes_text(const Annotations& annotations, std::string_view id, const Style& style);

// Members "triage" (of networks), "labels", "notes", "triage_before" (of networks).
void write_annotations(JsonWriter& json, const Annotations& annotations, bool of_network);
void write_json(JsonWriter& json, const Triage& triage);

}  // namespace maillon::report
