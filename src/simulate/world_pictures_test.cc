#include "simulate/world_pictures.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "simulate/collected_test.h"
#include "simulate/world.h"

namespace maillon::simulate {
namespace {

struct WithPictures : Collected {
  void picture(const PostPicture& picture) override { pictures.push_back(picture); }
  std::vector<PostPicture> pictures;
};

WorldSettings settings(bool pictures, uint64_t seed = 11) {
  WorldSettings result;
  result.posts = 6000;
  result.seed = seed;
  result.pictures = pictures;
  return result;
}

// One world for all tests: making it takes most of their time.
struct TestWorld {
  TestWorld() {
    simulate_world(settings(true), lines);
    for (const std::string& line : lines.truths) {
      const auto cells = split_cells(line);
      operators[cells[0]] = cells[1];
    }
  }
  // The first letter of who is behind the post.
  char role(const PostPicture& picture) const { return operators.at(picture.post).front(); }
  WithPictures lines;
  std::map<std::string, std::string> operators;  // post -> operator
};
const TestWorld& world() {
  static const TestWorld made;
  return made;
}

// The field `images` with its name, as it stands in the line.
std::string cut_images(std::string& line) {
  const std::size_t begin = line.find(",\"images\":[");
  const std::size_t end = line.find(']', begin) + 1;
  std::string field = line.substr(begin, end - begin);
  line.erase(begin, end - begin);
  return field;
}

TEST(WorldPictures, ChangeNothingButTheFieldThatNamesThem) {
  Collected plain;
  simulate_world(settings(false), plain);
  EXPECT_EQ(plain.truths, world().lines.truths);
  ASSERT_EQ(plain.posts.size(), world().lines.posts.size());
  for (std::size_t i = 0; i < plain.posts.size(); ++i) {
    std::string without = plain.posts[i], with = world().lines.posts[i];
    EXPECT_EQ(cut_images(without), ",\"images\":[]");
    cut_images(with);
    EXPECT_EQ(without, with);
  }
}

TEST(WorldPictures, PostsNameTheirPicturesAlsoWhenSeenAgain) {
  std::map<std::string, std::string> expected;  // post -> field
  std::set<std::string> files;
  std::map<std::string, int> in_folder;
  for (const PostPicture& picture : world().lines.pictures) {
    std::string& field = expected[picture.post];
    field += (field.empty() ? "" : ",") + ("\"" + picture.file + "\"");
    EXPECT_TRUE(files.insert(picture.file).second) << picture.file;
    ++in_folder[picture.file.substr(0, picture.file.find('/'))];
  }
  for (std::string line : world().lines.posts) {
    EXPECT_EQ(cut_images(line), ",\"images\":[" + expected[json_text(line, "id")] + "]");
  }
  for (const auto& [folder, count] : in_folder) EXPECT_LT(count, 3000) << folder;
}

TEST(WorldPictures, RatesAreWithinTheirBounds) {
  const auto& pictures = world().lines.pictures;
  const auto posts = static_cast<double>(world().operators.size() - 1);
  std::set<std::string> with;
  std::map<Alteration, double> altered;
  std::map<FileState, double> states;
  double stock = 0;
  for (const PostPicture& picture : pictures) {
    with.insert(picture.post);
    altered[picture.recipe.alteration] += 1;
    states[picture.state] += 1;
    stock += picture.owner == "stock" ? 1 : 0;
  }
  const auto all = static_cast<double>(pictures.size());
  EXPECT_GT(static_cast<double>(with.size()) / posts, 0.4);
  EXPECT_LT(static_cast<double>(with.size()) / posts, 0.8);
  EXPECT_GT(altered[Alteration::none] / all, 0.13);
  EXPECT_LT(altered[Alteration::none] / all, 0.37);
  EXPECT_GT(stock / all, 0.03);
  EXPECT_LT(stock / all, 0.12);
  for (std::size_t a = 0; a < kAlterations; ++a) {
    EXPECT_GT(altered[static_cast<Alteration>(a)], 10) << to_name(static_cast<Alteration>(a));
  }
  EXPECT_GT(states[FileState::missing] / all, 0.003);
  EXPECT_LT(states[FileState::missing] / all, 0.010);
  EXPECT_GT(states[FileState::truncated], 0);
  EXPECT_GT(states[FileState::empty], 0);
  EXPECT_GT(states[FileState::whole] / all, 0.98);
}

TEST(WorldPictures, OperationsReuseThemAndIndividualsSeldomDo) {
  std::map<uint64_t, std::set<std::string>> posts_of;
  std::map<uint64_t, char> owner;
  for (const PostPicture& picture : world().lines.pictures) {
    posts_of[picture.recipe.scene].insert(picture.post);
    owner[picture.recipe.scene] = picture.owner.front();
  }
  std::map<char, double> scenes, reused;
  for (const auto& [scene, posts] : posts_of) {
    scenes[owner[scene]] += 1;
    reused[owner[scene]] += posts.size() > 1 ? 1 : 0;
  }
  EXPECT_GT(reused['o'] / scenes['o'], 0.5);
  EXPECT_LT(reused['i'] / scenes['i'], 0.25);
  EXPECT_GT(reused['i'], 0);
}

TEST(WorldPictures, AreStolenSharedAndEverybodys) {
  std::map<std::string, std::set<std::string>> operators;  // owner -> who has used its pictures
  std::size_t stolen = 0, by_copiers = 0;
  for (const PostPicture& picture : world().lines.pictures) {
    operators[picture.owner].insert(world().operators.at(picture.post));
    if (world().role(picture) != 'c') continue;
    ++by_copiers;
    stolen += picture.owner.front() == 'o' ? 1 : 0;
  }
  EXPECT_GT(static_cast<double>(stolen) / static_cast<double>(by_copiers), 0.4);
  EXPECT_GT(operators["stock"].size(), 100U);
  EXPECT_GT(operators["agency0"].size(), 3U);
  for (const auto& [owner, users] : operators) {
    if (owner.front() != 'i' && owner.front() != 'r') continue;
    EXPECT_EQ(users.size(), 1U) << owner;
  }
}

// No picture of an album is replaced together with all others.
TEST(WorldPictures, AlbumsChangeOnePictureAtATime) {
  const Actors actors(settings(true));
  const PictureChooser chooser(actors, settings(true));
  std::size_t operations = 0;
  for (uint64_t number = 0; number < actors.size(); ++number) {
    const Actor actor = actors.actor(number);
    if (actor.role != Role::operation || actor.posts < 100) continue;
    std::map<uint64_t, std::pair<uint32_t, uint32_t>> spans;  // scene -> first, last use
    for (uint32_t member = 0; member < actor.posts; ++member) {
      for (const PostPicture& picture : chooser.choose(actor, member, "1")) {
        if (picture.owner == "stock") continue;
        spans.try_emplace(picture.recipe.scene, member, member).first->second.second = member;
      }
    }
    if (spans.size() < 3) continue;
    ++operations;
    // Each scene but the last overlaps with one that goes on after it.
    uint32_t last = 0;
    for (const auto& [scene, span] : spans) last = std::max(last, span.second);
    std::size_t bridged = 0, ended = 0;
    for (const auto& one : spans) {
      const auto& span = one.second;
      if (span.second + 30 > last || span.first == span.second) continue;
      ++ended;
      bridged += std::any_of(spans.begin(), spans.end(), [&](const auto& other) {
        return other.second.first <= span.second && other.second.second > span.second;
      });
    }
    EXPECT_EQ(bridged, ended) << label(actor);
  }
  EXPECT_GE(operations, 3U);
}

TEST(WorldPictures, TheTruthSaysWhatIsThereToSee) {
  std::set<FileState> seen;
  for (const PostPicture& picture : world().lines.pictures) {
    if (!seen.insert(picture.state).second) continue;
    const std::string bytes = picture_bytes(picture);
    const auto cells = split_cells(picture_row(picture, bytes));
    ASSERT_EQ(cells.size(), split_cells(kPictureHeader).size());
    EXPECT_EQ(cells[0], picture.file);
    EXPECT_EQ(cells[1].empty(), picture.state == FileState::missing);
    EXPECT_EQ(cells[2].empty(), picture.state != FileState::whole);
    EXPECT_EQ(cells[5], picture.post);
    switch (picture.state) {
      case FileState::whole:
        EXPECT_EQ(bytes, make_jpeg(picture.recipe));
        break;
      case FileState::truncated:
        EXPECT_LT(bytes.size(), make_jpeg(picture.recipe).size() * 7 / 10);
        EXPECT_FALSE(bytes.empty());
        break;
      case FileState::missing:
      case FileState::empty:
        EXPECT_TRUE(bytes.empty());
        break;
    }
  }
  EXPECT_EQ(seen.size(), 4U);
}

}  // namespace
}  // namespace maillon::simulate
