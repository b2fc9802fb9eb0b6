// Actors begin in the order of their numbers, so that only those at work are in
// memory: a queue holds the next post of each, and what will be seen again.
#include "simulate/world.h"

#include <algorithm>
#include <queue>
#include <vector>

#include "base/civil_time.h"
#include "simulate/random.h"
#include "simulate/world_actors.h"
#include "simulate/world_pictures.h"
#include "simulate/world_posts.h"

namespace maillon::simulate {
namespace {

constexpr uint64_t kMostPosts = 512;  // of an actor, for the ids

struct Event {
  int64_t seen = 0;  // when the line comes
  uint64_t actor = 0;
  uint32_t member = 0;
  bool again = false;
  // Earliest first in a priority_queue; ties in a fixed order.
  friend bool operator<(const Event& a, const Event& b) {
    if (a.seen != b.seen) return a.seen > b.seen;
    if (a.actor != b.actor) return a.actor > b.actor;
    if (a.member != b.member) return a.member > b.member;
    return a.again > b.again;
  }
};

// Posts of an actor come in order, each somewhere in its own part of the time.
int64_t time_of(const Actors& actors, const Actor& actor, uint32_t member) {
  Random random = actors.stream(kTime, actor.number, member);
  const auto place =
      (static_cast<double>(member) + random.unit()) / static_cast<double>(actor.posts);
  return actor.begin + static_cast<int64_t>(place * static_cast<double>(actor.duration));
}

class World {
 public:
  World(const WorldSettings& settings, TextSink& sink)
      : settings_(settings),
        sink_(sink),
        actors_(settings),
        writer_(actors_),
        pictures_(actors_, settings),
        ids_(actors_.size() * kMostPosts, mix64(settings.seed + 0x696473ULL)) {}

  void run() {
    while (lines_ < settings_.posts && sink_.is_open()) {
      start_actors();
      if (queue_.empty()) break;
      const Event event = queue_.top();
      queue_.pop();
      handle(event);
    }
  }

 private:
  // Lets in all actors that begin before the next event.
  void start_actors() {
    while (next_ < actors_.size() && (queue_.empty() || next_begin() <= queue_.top().seen)) {
      const Actor actor = actors_.actor(next_);
      queue_.push({time_of(actors_, actor, 0), next_, 0, false});
      ++next_;
      begin_known_ = false;
    }
  }
  int64_t next_begin() {
    if (!begin_known_) begin_ = actors_.actor(next_).begin;
    begin_known_ = true;
    return begin_;
  }

  void handle(const Event& event) {
    const Actor actor = actors_.actor(event.actor);
    const int64_t posted = time_of(actors_, actor, event.member);
    const std::string id = std::to_string(ids_(event.actor * kMostPosts + event.member) + 1);
    writer_.write(actor, event.member, posted, id, take_pictures(actor, event, id), out_);
    sink_.post(out_.json);
    ++lines_;
    if (event.again) return;
    sink_.truth(out_.csv);
    if (event.member + 1 < actor.posts) {
      const uint32_t member = event.member + 1;
      queue_.push({time_of(actors_, actor, member), event.actor, member, false});
    }
    Random random = actors_.stream(kSeenAgain, event.actor, event.member);
    if (random.chance(actors_.rates().seen_again)) {
      const int64_t later = posted + random.between(1, 20) * kDay;
      queue_.push({later, event.actor, event.member, true});
    }
  }

  // Their names; those of a post seen again are there already.
  std::vector<std::string> take_pictures(const Actor& actor, const Event& event,
                                         std::string_view id) {
    std::vector<std::string> names;
    if (!settings_.pictures) return names;
    for (const PostPicture& picture : pictures_.choose(actor, event.member, id)) {
      names.push_back(picture.file);
      if (!event.again) sink_.picture(picture);
    }
    return names;
  }

  WorldSettings settings_;
  TextSink& sink_;
  Actors actors_;
  PostWriter writer_;
  PictureChooser pictures_;
  Permutation ids_;
  std::priority_queue<Event> queue_;
  uint64_t next_ = 0;
  int64_t begin_ = 0;
  bool begin_known_ = false;
  int64_t lines_ = 0;
  PostLines out_;
};

}  // namespace

void simulate_world(const WorldSettings& settings, TextSink& sink) {
  sink.truth("id,operator,template,phones,emails,handles,wallets,ibans");
  if (settings.posts <= 0) return;
  World(settings, sink).run();
}

}  // namespace maillon::simulate
