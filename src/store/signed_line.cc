#include "store/signed_line.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <set>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "store/case_state.h"
#include "store/file.h"
#include "store/tree_head.h"

namespace maillon::store {

namespace {

constexpr std::string_view kSignature = ",\"signature\":\"";
constexpr uint64_t kMostFile = uint64_t{1} << 30;
constexpr const char* kNotSigned = "it is not signed: its key was not on the machine";

// Nothing if it is not N bytes in hex.
template <std::size_t N>
std::optional<std::array<uint8_t, N>> bytes_of(const nlohmann::json& json, const char* name) {
  const auto at = json.find(name);
  if (at == json.end() || !at->is_string()) return std::nullopt;
  const auto& hex = at->get_ref<const std::string&>();
  std::array<uint8_t, N> bytes{};
  if (hex.size() != 2 * N) return std::nullopt;
  for (std::size_t i = 0; i < N; i += 32) {
    const Sha256 part = parse_sha256(std::string_view(hex).substr(2 * i, 64));
    std::copy(part.begin(), part.end(), bytes.begin() + static_cast<std::ptrdiff_t>(i));
  }
  return to_hex(bytes) == hex ? std::optional(bytes) : std::nullopt;
}

bool is_empty_text(const nlohmann::json& json, const char* name) {
  const auto at = json.find(name);
  return at != json.end() && at->is_string() && at->get_ref<const std::string&>().empty();
}

// The file, locked for who appends.
class LockedFile {
 public:
  static Result<LockedFile> open(const std::string& path) {
    LockedFile file;
    file.path_ = path;
    file.fd_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file.fd_ < 0 || ::flock(file.fd_, LOCK_EX) != 0) return file.failed("opening");
    return file;
  }
  ~LockedFile() {
    if (fd_ >= 0) ::close(fd_);
  }
  LockedFile(LockedFile&& other) noexcept
      : fd_(std::exchange(other.fd_, -1)), path_(std::move(other.path_)) {}
  LockedFile& operator=(LockedFile&&) = delete;

  Result<void> append(std::string_view bytes) const {
    if (::write(fd_, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()) ||
        ::fdatasync(fd_) != 0)
      return failed("writing");
    return {};
  }

 private:
  LockedFile() = default;
  tl::unexpected<Error> failed(const char* doing) const {
    return fail(Code::io,
                std::string(doing) + " " + path_ + ": " + std::generic_category().message(errno));
  }
  int fd_ = -1;
  std::string path_;
};

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (end > 0) lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace

Result<std::string> sign_line(std::string members, const std::optional<Sha256>& previous,
                              const SigningKey* key) {
  members += ",\"previous\":\"" + (previous ? to_hex(*previous) : "") + "\",\"key\":\"";
  if (key != nullptr) members += to_hex(key->public_key());
  members += "\"";
  std::string signature;
  if (key != nullptr) {
    TRY(const Signature made, key->sign(members));
    signature = to_hex(made);
  }
  return members.append(kSignature).append(signature).append("\"}");
}

Result<SignedLine> read_signed_line(std::string_view text) {
  const auto refuse = [] { return fail(Code::invalid_input, "it is no signed line"); };
  const auto json = nlohmann::json::parse(text, nullptr, false);
  const std::size_t end = text.rfind(kSignature);
  if (!json.is_object() || end == std::string_view::npos) return refuse();
  SignedLine line;
  line.text = text;
  const auto previous = bytes_of<32>(json, "previous");
  if (!previous && !is_empty_text(json, "previous")) return refuse();
  if (previous) line.previous = *previous;
  line.key = bytes_of<32>(json, "key");
  if (!line.key) return is_empty_text(json, "key") ? Result<SignedLine>(line) : refuse();
  const auto signature = bytes_of<64>(json, "signature");
  // What is signed must be all of it: the text ends with the signature.
  line.is_signed = signature && text.size() == end + kSignature.size() + 128 + 2 &&
                   verify_signature(*line.key, text.substr(0, end), *signature);
  return line;
}

Result<void> append_signed(
    const std::string& path,
    const std::function<Result<std::string>(const std::optional<SignedLine>& last)>& make) {
  TRY(const LockedFile file, LockedFile::open(path));
  TRY(const std::string before, read_up_to(path, kMostFile));
  std::optional<SignedLine> last;
  const std::vector<std::string> lines = lines_of(before);
  for (auto line = lines.rbegin(); line != lines.rend() && !last; ++line) {
    if (auto read = read_signed_line(*line)) last = *std::move(read);
  }
  TRY(const std::string line, make(last));
  const bool is_torn = !before.empty() && before.back() != '\n';
  return file.append((is_torn ? "\n" : "") + line + "\n");
}

Result<std::vector<LineOfFile>> check_lines(const std::string& path) {
  std::vector<LineOfFile> checked;
  if (!file_exists(path)) return checked;
  TRY(const std::string text, read_up_to(path, kMostFile));
  std::optional<Sha256> last;
  for (std::string& one : lines_of(text)) {
    const auto line = read_signed_line(one);
    std::string problem;
    if (!line) {
      problem = "it cannot be read: a power cut tore it, or it was changed";
    } else if (line->key && !line->is_signed) {
      problem = "its signature is not of its key and content";
    } else if (line->previous != last) {
      problem = "it does not follow the line before it: lines were changed or taken out";
    } else if (!line->key) {
      problem = kNotSigned;
    }
    if (line) last = line->hash();
    checked.push_back({std::move(one), std::move(problem)});
  }
  return checked;
}

Result<void> verify_digests(const Case& from, VerifyReport& report) {
  TRY(const std::vector<PublicKey> keys, log_keys(from));
  TRY(Statement rows,
      from.state().db.prepare("SELECT seq, text FROM log WHERE json_valid(text) AND "
                              "json_extract(text, '$.action')=? ORDER BY seq"));
  rows.bind(1, kMatchDigest);
  std::set<Sha256> before;
  for (;;) {
    auto row = rows.step();
    if (!row && row.error().code == Code::io) return tl::unexpected<Error>(row.error());
    if (!row || !*row) return {};  // what cannot be read, verify_log names
    constexpr std::string_view kDetail = ",\"detail\":";
    const std::string_view text = rows.text(1);
    const std::size_t at = text.find(kDetail);
    const auto line = at == text.npos
                          ? read_signed_line("")
                          : read_signed_line(text.substr(at + kDetail.size(),
                                                         text.size() - at - kDetail.size() - 1));
    Finding found{Severity::damage, "", "log entry " + std::to_string(rows.integer(0)),
                  "whoever wrote to the case put it there; restore the case from a copy"};
    if (!line) {
      found.what = "it is no digest of the match service";
    } else if (line->key && (!line->is_signed ||
                             std::find(keys.begin(), keys.end(), *line->key) == keys.end())) {
      found.what = "the digest is not signed by a key of this case";
    } else if (line->previous && !before.contains(*line->previous)) {
      found.what = "the digest follows one that is not there";
    } else if (!line->key) {
      found.severity = Severity::note;
      found.what = kNotSigned;
      found.advice = "";
    }
    if (line) before.insert(line->hash());
    if (!found.what.empty()) report.findings.push_back(std::move(found));
  }
}

}  // namespace maillon::store
