// A made-up world: operations, individuals, copiers, agencies and sites, their
// posts in eleven languages, and the truth about who is behind each post.
// docs/simulate.md says what is modelled, with the rates, and what is not.
#pragma once

#include <cstdint>
#include <string>

#include "simulate/sink.h"

namespace maillon::simulate {

struct WorldSettings {
  int64_t posts = 10000;  // lines that come out, reposts included
  uint64_t seed = 1;
  int64_t start = 1704067200;  // first day, seconds since 1970 UTC: 2024-01-01
  int days = 365;              // the time that the posts are spread over
  bool pictures = false;       // posts have photographs (world_pictures.h)
};

// Calls sink.picture for each picture of a post, once; then sink.post (JSON: id, source, url,
// posted_at, author, title, body, city, country, language, price, images) and sink.truth (CSV:
// id,operator,template,phones,emails,handles,wallets,ibans, lists joined by ';')
// for each post in order of posting time. A post seen again (the same source and
// id) comes again in posts and once in the truth. Ids are unique over the sources.
// The same bytes for the same settings on any machine; memory grows with the
// operators (about 300 bytes each), not with the posts.
void simulate_world(const WorldSettings& settings, TextSink& sink);

}  // namespace maillon::simulate
