// Documents for other programs: networks with their posts, selectors and links, in the
// vocabulary of each format. docs/exchange.md says what goes where and what is lost.
//
// A document is written as the case is read, piece by piece, so that memory does not grow with
// it (STIX holds the identifiers of one network). The same calls give the same bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/records.h"

namespace maillon::share {

enum class ExchangeFormat : uint8_t { graphml, geojson, ftm, stix, misp, htcds, case_uco };
std::string_view to_name(ExchangeFormat format);
std::optional<ExchangeFormat> parse_exchange_format(std::string_view name);

// ---- What is exported --------------------------------------------------------------
// Views: the strings belong to the caller and are used during the call only.
// `id` is what people type (N-17, P-4f09c2a1b3d4, S-1a2b3c4d5e6f); `uuid` follows from the content.

struct ExchangeFile {
  std::string_view name, sha256;  // without its folders; hex
  uint64_t size = 0;              // bytes, as it came
  int64_t read_at = kNoTime;
};

struct ExchangeCase {
  std::string_view name, version;                    // of the case; of the program
  std::string_view uuid;                             // of the case, or of the one network asked for
  std::string_view state;                            // SHA-256 of the case's state, hex
  int64_t begun_at = kNoTime, changed_at = kNoTime;  // first import; latest act
  uint64_t networks = 0;
  std::span<const ExchangeFile> files;  // that were read into the case, by act
};

struct ExchangeSelector {
  std::string_view id, uuid;
  SelectorKind kind = SelectorKind::phone;
  Service service = Service::none;
  std::string_view value;   // canonical; of a picture its I-...
  std::string_view sha256;  // of a picture, hex
  double bits = 0;          // what sharing it is worth
  uint64_t posts = 0;       // in the whole case
  bool is_hub = false;      // set apart: nobody is linked through it
};

// An indicator as data: a lead with its strength and how many posts show it.
struct ExchangeSign {
  std::string_view id, label;
  std::string strength;  // S, M, W; "" = none is given
  bool is_proposed = false;
  bool is_common = false;  // often seen in lawful posts
  uint64_t posts = 0;
};

struct ExchangeStay {
  std::string_view city, country;  // country: ISO 3166-1 alpha-2, or as stated
  int64_t first = kNoTime, last = kNoTime;
  uint64_t posts = 0;
  std::optional<double> lat, lon;  // WGS 84, as a post states them; both or none
};

struct ExchangeNetwork {
  std::string_view id, uuid;
  std::string_view triage;  // new, in_review, referred, closed
  uint64_t posts = 0;
  int64_t first = kNoTime, last = kNoTime;
  std::span<const ExchangeStay> stays;  // in order of time
  std::span<const ExchangeSign> signs;
};

// What speaks for a link.
struct ExchangeEvidence {
  std::string_view kind;  // "phone", "image", "text" ...
  std::string what;       // S-... or T-...; "" = not told
  double bits = 0;
};

// To a post of the same network that was written before.
struct ExchangeLink {
  std::string_view to_id, to_uuid;
  std::string_view uuid;
  double bits = 0, posterior = 0;
  std::vector<ExchangeEvidence> evidence;
};

struct ExchangePost {
  std::string_view id, uuid;
  std::string_view name, source, url;  // name: source:id
  int64_t posted_at = kNoTime;
  std::string_view city, country, language, price, template_id;
  std::span<const ExchangeSelector> selectors;  // each once, no hubs
  std::span<const ExchangeLink> links;
};

// ---- How it is written ---------------------------------------------------------------

// Called in this order, which all formats can be written in:
//   begin, add(selector)*, (begin_network, add(post)*, end_network)*, end
// selectors: every one that a post names, hubs after the others. The caller takes what has been
// written whenever size() is large.
class ExchangeWriter {
 public:
  ExchangeWriter() = default;
  virtual ~ExchangeWriter() = default;
  ExchangeWriter(const ExchangeWriter&) = delete;
  ExchangeWriter& operator=(const ExchangeWriter&) = delete;

  // Does it write lat and lon? They are read from the originals, which takes time.
  virtual bool uses_coordinates() const { return false; }

  virtual void begin(const ExchangeCase& of) = 0;
  virtual void add(const ExchangeSelector& selector) = 0;
  virtual void begin_network(const ExchangeNetwork& network) = 0;
  virtual void add(const ExchangePost& post) = 0;
  virtual void end_network() = 0;
  virtual void end() = 0;

  std::size_t size() const { return out_.size(); }
  std::string take();  // what was written since

 protected:
  std::string out_;
};
std::unique_ptr<ExchangeWriter> make_exchange_writer(ExchangeFormat format);

// ---- For the writers -----------------------------------------------------------------

// "Made by Maillon 1.2. ... Links are leads, not findings ..."
std::string exchange_notice(std::string_view version);
// "M, proposed" "W" ""
std::string strength_words(const ExchangeSign& sign);
// "CO-06 Penalty for leaving or refusing (M), 2 posts", "..., common in lawful posts"
std::string sign_words(const ExchangeSign& sign);
// "Reno, US, 2026-01-03 to 2026-02-01, 17 posts"
std::string stay_words(const ExchangeStay& stay);
// "phone S-1a2b3c4d5e6f 14.4 bits; text T-4f09c2 12.7 bits"
std::string evidence_words(std::span<const ExchangeEvidence> evidence);
// The posterior in per cent, rounded down: 99 at most, as nothing here is certain.
int confidence_of(const ExchangeLink& link);
// Two decimals at most: what is finer means nothing.
double round_bits(double bits);

}  // namespace maillon::share
