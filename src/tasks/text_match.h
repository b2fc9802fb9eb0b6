// Is a text part of something that a case knows? Its selectors are looked up in the case,
// its wording is matched against the case's families and single posts, and every answer
// says what it rests on.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/records.h"
#include "base/result.h"

namespace maillon::tasks {

struct AskedText {
  std::string title, body;
  std::string country;  // ISO 3166-1 alpha-2, for phones in national form; "" = the case's
};

// How many posts of a network carry what was found.
struct NetworkShare {
  std::string network;  // "N-5"
  uint64_t posts = 0;
};

// A list of selectors of another agency (`list import`).
struct ListName {
  std::string list, role;  // block, review, allow
};

// A passage that the text shares with a post, as byte ranges of the two bodies.
struct CommonPassage {
  std::string post;  // "P-..."
  uint32_t begin = 0, end = 0, post_begin = 0, post_end = 0;
};

struct TextMatch {
  struct Selector {
    SelectorKind kind = SelectorKind::phone;
    Service service = Service::none;
    std::string value;
    Field field = Field::body;
    uint32_t begin = 0, end = 0;  // bytes of that field of the text asked
    // Of the case; empty id: it has no such selector.
    std::string id, note;  // note: "hub: not linked through"
    double bits = 0;       // what sharing it is worth
    uint64_t posts = 0;
    int64_t first = kNoTime, last = kNoTime;
    // The most first, at most kNetworksNamed; none of a hub.
    std::vector<NetworkShare> networks;
    uint64_t networks_total = 0;
    std::vector<ListName> listed;  // of selectors that name it; match() leaves it empty
  };
  struct Wording {
    std::string id, text;  // "T-073b4118" and its template
    double bits = 0, share = 0;
    uint64_t posts = 0;
    std::optional<CommonPassage> passage;
    std::vector<NetworkShare> networks;
    uint64_t networks_total = 0;
  };
  struct Post {
    std::string id, name, network, wording;  // network and wording may be ""
    double bits = 0, share = 0;
    std::optional<CommonPassage> passage;
  };
  struct Network {
    std::string id;
    uint64_t posts = 0;           // in the network
    std::vector<std::string> by;  // "phone +447...", "text T-073b4118", "post P-..."
  };
  std::vector<Selector> selectors;  // by (field, begin)
  std::optional<Wording> wording;
  std::vector<Post> alike;  // posts of no profile, the most alike first
  // What is followed: not through hubs. Those with the most reasons first.
  std::vector<Network> networks;
};
// Is anything of it in the case: a selector, the wording, a post that is alike?
bool has_match(const TextMatch& found);
inline constexpr std::size_t kNetworksNamed = 20;

// A linked case, loaded once; it answers from what it was when it was opened. Of a case
// with short records (a table without texts) selectors are matched and wording is not.
class TextMatcher {
 public:
  // Code::not_found with what to run if the case is not linked; other codes as
  // store::Case::open. Says on standard error if the case has grown since it was linked.
  static Result<TextMatcher> open(const std::string& case_path);
  ~TextMatcher();
  TextMatcher(TextMatcher&&) noexcept;
  TextMatcher& operator=(TextMatcher&&) noexcept;

  // Any thread, several at once.
  TextMatch match(const AskedText& asked) const;
  uint64_t posts() const;

 private:
  struct State;
  explicit TextMatcher(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// As an object of JSON: docs/match-service.md describes it.
std::string to_json(const TextMatch& match);

}  // namespace maillon::tasks
