// Local features and their matching, for measurements: see docs/photographs.md.
//
//   photo_tool features OUT < STREAM     a stream of binary PGM, each with "# name", to features
//   photo_tool join A [B ...]            finds the copies among all pictures of all files
//   photo_tool query A B [...]           looks each picture of B up in an index over A
//   photo_tool pairs A B [UNRELATED]     compares pictures of one name directly, and so many others
#include <array>
#include <charconv>
#include <ctime>
#include <fstream>
#include <iostream>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <fmt/core.h>

#include "base/keypoints.h"
#include "extract/image/local_features.h"
#include "link/photos/geometry.h"
#include "link/photos/local_match.h"

namespace {

using maillon::Descriptor;
using maillon::Keypoint;
using maillon::LocalFeatures;

double cpu_seconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

struct Named {
  std::string name;
  LocalFeatures features;
};

template <class T>
void put(std::ostream& out, const T* values, std::size_t count) {
  out.write(reinterpret_cast<const char*>(values), static_cast<std::streamsize>(count * sizeof(T)));
}
template <class T>
bool get(std::istream& in, T* values, std::size_t count) {
  return static_cast<bool>(
      in.read(reinterpret_cast<char*>(values), static_cast<std::streamsize>(count * sizeof(T))));
}

void write_one(std::ostream& out, const Named& picture) {
  const LocalFeatures& f = picture.features;
  const std::array<int, 4> head = {static_cast<int>(picture.name.size()), f.width, f.height,
                                   static_cast<int>(f.keypoints.size())};
  put(out, head.data(), head.size());
  put(out, picture.name.data(), picture.name.size());
  put(out, f.keypoints.data(), f.keypoints.size());
  put(out, f.descriptors.data(), f.descriptors.size());
}

std::vector<Named> read_all(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::vector<Named> all;
  std::array<int, 4> head{};
  while (get(in, head.data(), head.size())) {
    Named picture;
    picture.name.resize(static_cast<std::size_t>(head[0]));
    picture.features.width = head[1];
    picture.features.height = head[2];
    picture.features.keypoints.resize(static_cast<std::size_t>(head[3]));
    picture.features.descriptors.resize(static_cast<std::size_t>(head[3]));
    get(in, picture.name.data(), picture.name.size());
    get(in, picture.features.keypoints.data(), picture.features.keypoints.size());
    get(in, picture.features.descriptors.data(), picture.features.descriptors.size());
    all.push_back(std::move(picture));
  }
  return all;
}

int make_features(const std::string& path) {
  std::ofstream out(path, std::ios::binary);
  std::string magic;
  double seconds = 0;
  std::size_t pictures = 0;
  std::size_t features = 0;
  while (std::cin >> magic) {
    Named picture;
    int width = 0;
    int height = 0;
    int most = 0;
    std::cin.ignore(3);
    std::getline(std::cin, picture.name);
    std::cin >> width >> height >> most;
    std::cin.get();
    std::vector<uint8_t> pixels(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    if (magic != "P5" || !get(std::cin, pixels.data(), pixels.size())) {
      std::cerr << "photo_tool: the stream breaks off in " << picture.name << "\n";
      return 2;
    }
    const double begin = cpu_seconds();
    picture.features = maillon::extract::find_local_features({pixels.data(), width, height, width});
    seconds += cpu_seconds() - begin;
    ++pictures;
    features += picture.features.keypoints.size();
    write_one(out, picture);
  }
  fmt::print("{} pictures, {:.1f} features and {:.2f} ms of CPU each\n", pictures,
             static_cast<double>(features) / static_cast<double>(pictures),
             1000 * seconds / static_cast<double>(pictures));
  return 0;
}

std::optional<maillon::link::CopyMatch> compare(const LocalFeatures& a, const LocalFeatures& b) {
  std::optional<maillon::link::CopyMatch> best;
  for (const bool mirrored : {false, true}) {
    const auto near = maillon::link::nearest_correspondences(a.view(), b.view(), mirrored);
    auto match = maillon::link::find_arrangement(a.view(), b.view(), mirrored, near);
    if (match && (!best || match->bits > best->bits)) best = std::move(match);
  }
  return best;
}

void print(const char* what, const std::string& a, const std::string& b,
           const std::optional<maillon::link::CopyMatch>& m) {
  if (!m) {
    fmt::print("{} {} {} none 0 0 0 0 0\n", what, a, b);
  } else {
    fmt::print("{} {} {} {} {:.1f} {} {} {:.3f} {:.3f}\n", what, a, b,
               m->mirrored ? "mirrored" : "upright", m->bits, m->places, m->tested,
               m->area_a.share(), m->area_b.share());
  }
}

std::size_t to_number(const std::string& word) {
  std::size_t number = 0;
  std::from_chars(word.data(), word.data() + word.size(), number);
  return number;
}

int compare_pairs(const std::string& left, const std::string& right, std::size_t unrelated) {
  const std::vector<Named> a = read_all(left);
  const std::vector<Named> b = read_all(right);
  std::map<std::string, const Named*> by_name;
  for (const Named& picture : b) by_name[picture.name] = &picture;
  for (const Named& picture : a) {
    const auto other = by_name.find(picture.name);
    if (other == by_name.end()) continue;
    print("true", picture.name, picture.name, compare(picture.features, other->second->features));
  }
  for (std::size_t i = 0; i < unrelated; ++i) {
    const Named& x = a[i % a.size()];
    const Named& y = b[(i * 7919 + i / a.size() + 1) % b.size()];
    if (x.name != y.name) print("unrelated", x.name, y.name, compare(x.features, y.features));
  }
  return 0;
}

// Pictures of one name are copies of each other; every other pair that is found is printed.
int join(const std::vector<std::string>& paths) {
  std::vector<Named> all;
  std::vector<std::size_t> files;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    for (Named& picture : read_all(paths[i])) {
      all.push_back(std::move(picture));
      files.push_back(i);
    }
  }
  std::vector<maillon::FeaturesView> views;
  for (const Named& picture : all) views.push_back(picture.features.view());
  maillon::link::LocalMatchCounts counts;
  const double begin = cpu_seconds();
  const auto pairs = maillon::link::find_copy_pairs(views, &counts);
  const double seconds = cpu_seconds() - begin;
  std::vector<std::size_t> found(paths.size(), 0);
  std::size_t others = 0;
  std::size_t parts = 0;
  for (const auto& pair : pairs) {
    const Named& a = all[pair.a];
    const Named& b = all[pair.b];
    const bool is_copy = maillon::link::relation_of(pair.match) == maillon::link::Relation::copy;
    if (a.name == b.name) {
      if (files[pair.a] == 0 && is_copy) ++found[files[pair.b]];
      continue;
    }
    ++(is_copy ? others : parts);
    print(is_copy ? "other" : "part", a.name + ":" + paths[files[pair.a]],
          b.name + ":" + paths[files[pair.b]], pair.match);
  }
  for (std::size_t i = 1; i < paths.size(); ++i) fmt::print("{}: {} found\n", paths[i], found[i]);
  fmt::print(
      "{} pictures, {} descriptors, {} votes, {} candidates, {} other pairs, {} with a part, "
      "{:.2f} s of CPU\n",
      all.size(), counts.descriptors, counts.votes, counts.candidates, others, parts, seconds);
  return 0;
}

// Each picture of the other files is looked up in an index over the first.
int look_up(const std::vector<std::string>& paths) {
  const std::vector<Named> stored = read_all(paths[0]);
  std::vector<maillon::FeaturesView> views;
  for (const Named& picture : stored) views.push_back(picture.features.view());
  double begin = cpu_seconds();
  const maillon::link::LocalIndex index(views);
  fmt::print("{} pictures stored, {:.2f} s of CPU\n", stored.size(), cpu_seconds() - begin);
  for (std::size_t i = 1; i < paths.size(); ++i) {
    const std::vector<Named> queries = read_all(paths[i]);
    std::array<std::size_t, 3> counts{};  // found, other copies, other parts
    begin = cpu_seconds();
    for (const Named& query : queries) {
      const std::size_t before = counts[0];
      for (const auto& hit : index.find(query.features.view())) {
        const bool is_copy = maillon::link::relation_of(hit.match) == maillon::link::Relation::copy;
        const bool is_own = stored[hit.picture].name == query.name;
        if (is_own && is_copy) ++counts[0];
        if (is_own) {
          print(is_copy ? "found" : "as-part", query.name, query.name, hit.match);
          continue;
        }
        ++counts[is_copy ? 1 : 2];
        print(is_copy ? "other" : "part", query.name, stored[hit.picture].name, hit.match);
      }
      if (counts[0] == before) fmt::print("missed {}\n", query.name);
    }
    const auto n = static_cast<double>(queries.size());
    fmt::print("{}: {} of {} found, {:.4f}; {} others, {} with a part; {:.2f} ms of CPU a query\n",
               paths[i], counts[0], queries.size(), static_cast<double>(counts[0]) / n, counts[1],
               counts[2], 1000 * (cpu_seconds() - begin) / n);
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> args(argv + 1, argv + argc);
  if (args.size() == 2 && args[0] == "features") return make_features(args[1]);
  if (args.size() >= 3 && args[0] == "query") return look_up({args.begin() + 1, args.end()});
  if (args.size() >= 2 && args[0] == "join") return join({args.begin() + 1, args.end()});
  if (args.size() >= 3 && args[0] == "pairs") {
    return compare_pairs(args[1], args[2], args.size() > 3 ? to_number(args[3]) : 0);
  }
  std::cerr << "usage: photo_tool features OUT < STREAM | join A [B ...] | query A B [...] | pairs "
               "A B [UNRELATED]\n";
  return 2;
}
