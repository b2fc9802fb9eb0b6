// Keys come from the data, not from a rule per kind of table. An *atom* is
// something that a record states: a word of a name or text (in whichever column:
// people swap them), a number in its column, the first letters of a name. An atom
// that few records share is a key. Of the atoms that many share, a record's rarest
// few make keys two by two: "surname Neumann and postcode 3165". A block that is
// large all the same is sorted by what its records say, and each record meets
// its neighbours there only.
#include "link/fields/block.h"

#include <algorithm>
#include <array>

#include "base/hash.h"
#include "base/parallel.h"

namespace maillon::link {
namespace {

constexpr std::size_t kFullBlock = 32;   // all pairs of a block up to this size
constexpr std::size_t kWindow = 8;       // neighbours met in a larger block
constexpr std::size_t kCommonAtoms = 8;  // of a record, made into keys two by two
constexpr std::size_t kTextWords = 8;    // of a text, the rarest
constexpr std::size_t kAtomStep = 4096;

struct Atom {
  uint64_t hash;
  uint32_t row;
  friend auto operator<=>(const Atom&, const Atom&) = default;
};

uint64_t atom_hash(std::string_view text, uint64_t salt) {
  return hash64(text, salt);
}

constexpr uint64_t kWordSalt = 1, kPrefixSalt = 2, kNumberSalt = 16;

void add_words(const FieldColumn& column, uint32_t v, std::vector<uint64_t>& atoms) {
  const auto words = column.views[v].words();
  std::array<std::pair<uint32_t, uint32_t>, kMaxWords> order{};
  for (uint32_t i = 0; i < words.size(); ++i) order[i] = {column.word_count[words[i].number], i};
  const std::size_t taken = std::min(words.size(), kTextWords);
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(taken),
                    order.begin() + static_cast<std::ptrdiff_t>(words.size()));
  for (std::size_t i = 0; i < taken; ++i) {
    const std::string_view word = words[order[i].second].text;
    if (word.size() > 1) atoms.push_back(atom_hash(word, kWordSalt));
  }
}

// What row states, each once.
void list_atoms(const Fields& fields, uint32_t row, std::vector<uint64_t>& atoms) {
  atoms.clear();
  for (std::size_t c = 0; c < fields.columns.size(); ++c) {
    const FieldColumn& column = fields.columns[c];
    const uint32_t v = column.value[row];
    if (v == kNoValue) continue;
    const std::string_view text = column.text[v];
    if (column.kind == FieldKind::number) {
      atoms.push_back(atom_hash(text, kNumberSalt + c));
      const std::size_t blank = text.find(' ');
      if (blank != std::string_view::npos)
        atoms.push_back(atom_hash(text.substr(0, blank), kNumberSalt + c));
      continue;
    }
    add_words(column, v, atoms);
    if (column.kind == FieldKind::name && text.size() > 5) {
      atoms.push_back(atom_hash(text.substr(0, 4), kPrefixSalt));
    }
  }
  std::sort(atoms.begin(), atoms.end());
  atoms.erase(std::unique(atoms.begin(), atoms.end()), atoms.end());
}

template <class Fill>
std::vector<Atom> collect(std::size_t rows, const Fill& fill) {
  std::vector<std::vector<Atom>> parts(block_count(rows, kAtomStep));
  parallel_blocks(rows, kAtomStep, [&](std::size_t begin, std::size_t end, std::size_t block) {
    std::vector<uint64_t> hashes;
    for (std::size_t row = begin; row < end; ++row) {
      fill(static_cast<uint32_t>(row), hashes);
      for (const uint64_t hash : hashes) parts[block].push_back({hash, static_cast<uint32_t>(row)});
    }
  });
  std::vector<Atom> all;
  for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
  std::sort(all.begin(), all.end());
  return all;
}

// Calls use(begin, end) for each run of equal hashes.
template <class Use>
void for_runs(const std::vector<Atom>& atoms, const Use& use) {
  for (std::size_t i = 0; i < atoms.size();) {
    std::size_t j = i;
    while (j < atoms.size() && atoms[j].hash == atoms[i].hash) ++j;
    use(i, j);
    i = j;
  }
}

// Rows in the order of what they say, most telling column first.
std::vector<uint32_t> order_by_content(const Fields& fields) {
  std::vector<std::size_t> columns(fields.columns.size());
  for (std::size_t c = 0; c < columns.size(); ++c) columns[c] = c;
  std::sort(columns.begin(), columns.end(), [&](std::size_t x, std::size_t y) {
    const std::size_t nx = fields.columns[x].count.size(), ny = fields.columns[y].count.size();
    return nx != ny ? nx > ny : x < y;
  });
  std::vector<uint32_t> order(fields.rows);
  for (uint32_t row = 0; row < fields.rows; ++row) order[row] = row;
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    for (const std::size_t c : columns) {
      const auto& value = fields.columns[c].value;
      if (value[a] != value[b]) return value[a] < value[b];
    }
    return a < b;
  });
  std::vector<uint32_t> place(fields.rows);
  for (uint32_t i = 0; i < order.size(); ++i) place[order[i]] = i;
  return place;
}

class PairMaker {
 public:
  explicit PairMaker(const Fields& fields) : place_(order_by_content(fields)) {}

  void add_block(const std::vector<Atom>& atoms, std::size_t begin, std::size_t end) {
    const std::size_t size = end - begin;
    if (size <= kFullBlock) {
      for (std::size_t i = begin; i < end; ++i) {
        for (std::size_t j = i + 1; j < end; ++j)
          pairs_.push_back(to_pair(atoms[i].row, atoms[j].row));
      }
      return;
    }
    rows_.clear();
    for (std::size_t i = begin; i < end; ++i) rows_.push_back(atoms[i].row);
    std::sort(rows_.begin(), rows_.end(),
              [&](uint32_t a, uint32_t b) { return place_[a] < place_[b]; });
    for (std::size_t i = 0; i < size; ++i) {
      for (std::size_t j = i + 1; j < std::min(size, i + 1 + kWindow); ++j)
        pairs_.push_back(to_pair(rows_[i], rows_[j]));
    }
  }
  void tidy() {
    std::sort(pairs_.begin(), pairs_.end());
    pairs_.erase(std::unique(pairs_.begin(), pairs_.end()), pairs_.end());
  }
  std::vector<RowPair> take() {
    tidy();
    return std::move(pairs_);
  }

 private:
  std::vector<uint32_t> place_, rows_;
  std::vector<RowPair> pairs_;
};

}  // namespace

std::vector<RowPair> find_record_pairs(const Fields& fields) {
  const std::vector<Atom> atoms = collect(
      fields.rows,
      [&](uint32_t row, std::vector<uint64_t>& hashes) { list_atoms(fields, row, hashes); });
  PairMaker pairs(fields);
  // (row, how many share it, atom): what is too common to be a key alone.
  struct Common {
    uint32_t row, shared;
    uint64_t hash;
  };
  std::vector<Common> common;
  for_runs(atoms, [&](std::size_t begin, std::size_t end) {
    const std::size_t size = end - begin;
    if (size <= kFullBlock) return pairs.add_block(atoms, begin, end);
    for (std::size_t i = begin; i < end; ++i)
      common.push_back({atoms[i].row, static_cast<uint32_t>(size), atoms[i].hash});
  });
  pairs.tidy();
  std::sort(common.begin(), common.end(), [](const Common& x, const Common& y) {
    if (x.row != y.row) return x.row < y.row;
    return x.shared != y.shared ? x.shared < y.shared : x.hash < y.hash;
  });
  std::vector<std::size_t> first(fields.rows + 1, 0);
  for (const Common& atom : common) ++first[atom.row + 1];
  for (std::size_t row = 0; row < fields.rows; ++row) first[row + 1] += first[row];
  const std::vector<Atom> keys =
      collect(fields.rows, [&](uint32_t row, std::vector<uint64_t>& hashes) {
        hashes.clear();
        const std::size_t end = std::min(first[row + 1], first[row] + kCommonAtoms);
        for (std::size_t i = first[row]; i < end; ++i) {
          for (std::size_t j = i + 1; j < end; ++j)
            hashes.push_back(mix64(common[i].hash) + mix64(common[j].hash));
        }
        std::sort(hashes.begin(), hashes.end());
        hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
      });
  for_runs(keys, [&](std::size_t begin, std::size_t end) { pairs.add_block(keys, begin, end); });
  return pairs.take();
}

}  // namespace maillon::link
