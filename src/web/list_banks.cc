#include "web/list_banks.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <optional>

#include <fmt/format.h>

#include "share/hash_list.h"
#include "store/hash_index.h"
#include "store/hash_list_rows.h"
#include "tasks/hash_lists.h"
#include "tasks/output.h"

namespace maillon::web {

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds kLook{2};
// An entry's number stands in the low bits of a content number, its list's above.
// Together they stay below 2^53, so that JavaScript can hold them.
constexpr int kEntryBits = 40;

share::HashKind kind_of(SignalType type) {
  switch (type) {
    case SignalType::pdq:
      return share::HashKind::pdq;
    case SignalType::md5:
      return share::HashKind::md5;
    case SignalType::sha1:
      return share::HashKind::sha1;
    case SignalType::sha256:
      break;
  }
  return share::HashKind::sha256;
}

// A list's entries are read by one thread at a time.
struct OpenList {
  explicit OpenList(store::HashList opened) : list(std::move(opened)) {}
  const store::HashIndex& index() const { return copied ? *copied : list.index(); }

  store::HashList list;
  std::optional<store::HashIndex> copied;  // its index on large pages: a third quicker
  std::mutex mutex;                        // guards all of `list` but its index
};

// The index of the list's folder, if it is that of the list as it was opened.
std::optional<store::HashIndex> copy_index(const std::string& folder, const store::HashList& list) {
  auto index = store::HashIndex::open(store::index_path(folder), store::Load::copy);
  if (!index || index->manifest().mark != list.generation()) return std::nullopt;
  return *std::move(index);
}

class OpenedBanks : public Banks {
 public:
  Result<void> add(const std::string& folder, tasks::NamedList named) {
    Bank bank{named.name, 0, named.list.settings().role == "allow"};
    TRY(const auto imports, named.list.imports());
    for (const store::ListImport& import : imports)
      bank.changed = std::max(bank.changed, import.time);
    TRY(const store::ListCounts counts, named.list.counts());
    for (std::size_t i = 0; i < kSignalTypes; ++i)
      sizes_[i] +=
          counts.by_kind[static_cast<std::size_t>(kind_of(static_cast<SignalType>(i))) - 1];
    banks_.push_back(std::move(bank));
    auto open = std::make_unique<OpenList>(std::move(named.list));
    TRY(const std::string path, tasks::list_folder(folder, named.name));
    open->copied = copy_index(path, open->list);
    lists_.push_back(std::move(open));
    return {};
  }

  const std::vector<Bank>& banks() const override { return banks_; }
  uint64_t size(SignalType type) const override { return sizes_[static_cast<std::size_t>(type)]; }

  std::vector<BankHit> find_pdq(const Hash256& hash) const override {
    std::unique_ptr<Searches> searches = take_searches();
    std::vector<BankHit> hits;
    for (uint32_t b = 0; b < searches->size(); ++b) {
      for (const store::HashMatch& match : (*searches)[b].find(hash))
        hits.push_back({content_of(b, match.value), b, match.distance});
    }
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(searches));
    return hits;
  }

  Result<std::vector<BankHit>> find_exact(SignalType type, std::string_view hex) const override {
    const auto bytes = share::parse_hash(kind_of(type), hex);
    std::vector<BankHit> hits;
    for (uint32_t b = 0; bytes && b < lists_.size(); ++b) {
      const std::lock_guard lock(lists_[b]->mutex);
      TRY(const std::vector<uint64_t> found, lists_[b]->list.find(kind_of(type), *bytes));
      for (const uint64_t entry : found) hits.push_back({content_of(b, entry), b, 0});
    }
    return hits;
  }

  Result<BankEntry> entry(const BankHit& hit) const override {
    OpenList& from = *lists_[hit.bank];
    const std::lock_guard lock(from.mutex);
    TRY(store::StoredEntry stored,
        from.list.entry(hit.content & ((uint64_t{1} << kEntryBits) - 1)));
    BankEntry out;
    out.id = std::move(stored.entry.id);
    out.member = std::move(stored.entry.member);
    out.classification = std::move(stored.entry.classification);
    out.scheme = std::move(stored.entry.scheme);
    out.role = from.list.settings().role;
    out.tags = std::move(stored.entry.tags);
    if (stored.entry.restricted) out.duty = tasks::kReportingDuty;
    return out;
  }

 private:
  using Searches = std::vector<store::HashSearch>;  // one per list; one thread at a time

  static uint64_t content_of(uint32_t bank, uint64_t entry) {
    return static_cast<uint64_t>(bank) << kEntryBits | entry;
  }

  std::unique_ptr<Searches> take_searches() const {
    {
      const std::lock_guard lock(mutex_);
      if (!free_.empty()) {
        std::unique_ptr<Searches> taken = std::move(free_.back());
        free_.pop_back();
        return taken;
      }
    }
    auto made = std::make_unique<Searches>();
    for (const auto& open : lists_) made->emplace_back(open->index(), open->list.settings().radius);
    return made;
  }

  std::vector<Bank> banks_;
  std::vector<std::unique_ptr<OpenList>> lists_;  // beside banks_
  std::array<uint64_t, kSignalTypes> sizes_{};
  mutable std::mutex mutex_;  // guards free_
  mutable std::vector<std::unique_ptr<Searches>> free_;
};

// Names, sizes and times of the lists' files: equal if nothing was written meanwhile.
std::string stamp_of(const std::string& folder) {
  std::vector<std::string> lines;
  std::error_code error;
  for (auto it = fs::directory_iterator(folder, error); !error && it != fs::directory_iterator();
       it.increment(error)) {
    for (const char* name : {"list.db", "list.db-wal"}) {
      std::error_code missing;
      const fs::path file = it->path() / name;
      const auto size = fs::file_size(file, missing);
      if (missing || size == 0) continue;
      const auto time = fs::last_write_time(file, missing).time_since_epoch().count();
      lines.push_back(fmt::format("{} {} {}", file.string(), size, time));
    }
  }
  std::sort(lines.begin(), lines.end());
  std::string stamp;
  for (const std::string& line : lines) stamp += line + "\n";
  return stamp;
}

}  // namespace

Result<std::shared_ptr<const Banks>> open_list_banks(const std::string& folder) {
  TRY(std::vector<tasks::NamedList> lists, tasks::open_lists(folder, ""));
  if (lists.empty()) {
    return fail(
        Code::not_found,
        folder + ": there is no hash list; `maillon list import FILE --list NAME` makes one");
  }
  auto banks = std::make_shared<OpenedBanks>();
  for (tasks::NamedList& named : lists) TRY_OK(banks->add(folder, std::move(named)));
  return std::shared_ptr<const Banks>(std::move(banks));
}

ListBanks::ListBanks(std::string folder, std::string stamp, std::shared_ptr<const Banks> banks)
    : folder_(std::move(folder)),
      stamp_(std::move(stamp)),
      banks_(std::move(banks)),
      thread_([this] { watch(); }) {}

ListBanks::~ListBanks() {
  {
    const std::lock_guard lock(mutex_);
    done_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

Result<std::unique_ptr<ListBanks>> ListBanks::open(const std::string& folder) {
  std::string stamp = stamp_of(folder);
  TRY(std::shared_ptr<const Banks> banks, open_list_banks(folder));
  return std::unique_ptr<ListBanks>(new ListBanks(folder, std::move(stamp), std::move(banks)));
}

std::shared_ptr<const Banks> ListBanks::current() const {
  const std::lock_guard lock(mutex_);
  return banks_;
}

void ListBanks::watch() {
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, kLook, [this] { return done_; })) {
    lock.unlock();
    if (std::string stamp = stamp_of(folder_); stamp != stamp_) {
      auto fresh = open_list_banks(folder_);
      stamp_ = std::move(stamp);
      lock.lock();
      if (fresh) {
        banks_.swap(*fresh);  // the old ones go when nobody asks them any more
      } else {
        tasks::say("the hash lists have changed and cannot be opened; the old ones stay: " +
                   fresh.error().message);
      }
      lock.unlock();
    }
    lock.lock();
  }
}

}  // namespace maillon::web
