// Writes the posts of a made-up world, one at a time.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "simulate/contacts.h"
#include "simulate/grammar.h"
#include "simulate/world_actors.h"

namespace maillon::simulate {

// A post and its truth, as lines.
struct PostLines {
  std::string json, csv;
};

class PostWriter {
 public:
  explicit PostWriter(const Actors& actors);

  // Post `member` of the actor at that time, under that id, with the names of its pictures.
  // Overwrites `lines`.
  void write(const Actor& actor, uint32_t member, int64_t time, std::string_view id,
             std::span<const std::string> pictures, PostLines& lines);

 private:
  struct Wording {
    std::string title;
    std::vector<std::string> sentences;
    bool lines = false;  // sentences on lines of their own
  };
  // What stands in the slots of the post at hand.
  struct Slots {
    Language language;
    std::string_view town, country, name;
    std::string pay, date;
  };
  struct Truth {
    std::vector<std::string> phones, emails, handles, wallets, ibans;
  };

  Wording draw_wording(const Actor& actor, uint32_t version, Language language) const;
  void vary(const Actor& actor, Wording& wording, Language language, Random& random) const;
  void change_words(std::string& sentence, double rate, bool disguise, Language language,
                    Random& random) const;
  Slots draw_slots(const Actor& actor, uint32_t member, Language language, int64_t time,
                   Random& random) const;
  std::string fill(std::string_view text, const Slots& slots, Random& random) const;
  std::vector<std::string> draw_contacts(const Actor& actor, uint32_t member, const Slots& slots,
                                         Random& random);
  void add_phones(const Actor& actor, uint32_t member, const Slots& slots, const Writing& writing,
                  Random& random, std::vector<std::string>& contacts);
  void add_others(const Actor& actor, uint32_t member, const Slots& slots, const Writing& writing,
                  Random& random, std::vector<std::string>& contacts);
  std::string contact(std::string_view rule, const Slots& slots, std::string_view written,
                      Random& random) const;
  std::string join_body(const Wording& wording, const std::vector<std::string>& contacts,
                        const Slots& slots, Random& random) const;
  std::string boilerplate(uint32_t site);

  const Actors& actors_;
  std::vector<Grammar> grammars_;
  Truth truth_;
};

// Made-up sites, at most four; the first has a support number under every post.
std::string_view site_name(uint32_t site);

}  // namespace maillon::simulate
