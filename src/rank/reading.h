// How a text is read: which indicators its words show, and which are only named by it because it
// denies them, quotes them, warns of them or reports on them.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/records.h"
#include "rank/catalogue.h"
#include "rank/matcher.h"
#include "rank/scope.h"
#include "rank/structured.h"
#include "rank/tongue.h"

namespace maillon::rank {

enum class HitState : uint8_t {
  seen,
  denied,    // "we never keep your passport"
  quoted,    // within quotation marks, or told as what others say
  refused,   // the reader is told to refuse it: "never pay a deposit"
  reported,  // the post is a warning or news
};
std::string_view to_name(HitState state);

struct SignHit {
  uint32_t indicator = 0;  // of Catalogue::indicators
  HitState state = HitState::seen;
  Field field = Field::body;
  uint32_t begin = 0, end = 0;  // bytes of the field
};

// What the post does with the signs in it.
enum class Stance : uint8_t { plain, awareness, news, help_seeking };
std::string_view to_name(Stance stance);

struct TextReading {
  // By (field, begin, indicator); of one indicator at overlapping places the first.
  std::vector<SignHit> hits;
  Stance stance = Stance::plain;
  // Points of each kind of cue: the weights of its distinct cues.
  std::array<uint16_t, kCueKinds> cues{};
  std::optional<Pay> pay;
  bool has(CueKind kind) const { return cues[static_cast<std::size_t>(kind)] > 0; }
};

// Takes the stance: of a warning or news, what is seen is only reported.
void take_stance(TextReading& reading, Stance stance);

struct FieldText {
  Field field = Field::body;
  std::string_view text;
};

// The fields that are not empty, a line each: the text of a post as a whole.
std::string joined(std::span<const FieldText> fields);
void append_field(const FieldText& field, std::string& to);

// Reads one post after another. One thread at a time; catalogue and matcher must outlive it.
class TextReader {
 public:
  TextReader(const Catalogue& catalogue, const Matcher& matcher);
  // The fields of one post, in order. Linear in their size.
  TextReading read(std::span<const FieldText> fields);
  // The same before its stance is taken: hits that it makes `reported` are still `seen`.
  // `each`, if given, is told of each field's words.
  TextReading read_words(std::span<const FieldText> fields,
                         const std::function<void(const WordReader&)>& each = {});

 private:
  void collect(std::string_view text, std::span<const Match> matches, TextReading& out);
  void judge(const FieldText& field, TextReading& out);
  HitState state_of(const Match& match, uint16_t language) const;
  void find_quotations(std::string_view text);
  bool is_quoted(const Match& match) const;
  bool is_quoted(uint32_t begin, uint32_t end) const;
  void settle(TextReading& out) const;

  const Catalogue* catalogue_;
  const Matcher* matcher_;
  Scanner scanner_;
  std::vector<Match> signs_;  // of indicators, in one field
  Scope scope_;
  Tongues tongues_;
  std::vector<uint64_t> cue_keys_;  // of the post: what has been counted
  uint32_t words_ = 0;              // of the post, in halves
  bool strong_ = false;             // of the post: a cue that is sure by itself
  std::vector<std::pair<uint32_t, uint32_t>> quotations_;  // bytes of the field
};

}  // namespace maillon::rank
