// The readers behind read_list(), one a format.
#pragma once

#include <string>
#include <string_view>

#include "share/read_list.h"

namespace maillon::share {

// Why a record is no entry. Constant, so that a million bad lines are a few reasons.
inline constexpr std::string_view kNoHash = "no hash of a kind that can be matched";
inline constexpr std::string_view kBadHash =
    "a hash with the wrong number of digits or other signs";
inline constexpr std::string_view kTooLong = "a value of more than 64 KiB";
inline constexpr std::size_t kMostText = 64U << 10;

Result<void> read_csv(std::string_view bytes, const ReadListOptions& options, ListSink& sink);
Result<void> read_lines(std::string_view bytes, const ReadListOptions& options, ListSink& sink);
Result<void> read_threatexchange(std::string_view bytes, const ReadListOptions& options,
                                 ListSink& sink);
Result<void> read_ncmec(std::string_view bytes, const ReadListOptions& options, ListSink& sink);
Result<void> read_vics(std::string_view bytes, const ReadListOptions& options, ListSink& sink);

// Hands a read entry on: to the sink, marked if it is restricted, or to its rejects.
void hand_on(ListEntry&& entry, uint64_t place, const ReadListOptions& options, ListSink& sink);

std::string_view trim(std::string_view text);
bool is_true(std::string_view text);  // "1", "true", "yes" in any case
// "a;b" to a, b; blanks around them are dropped, and empty ones.
std::vector<std::string> split_tags(std::string_view text);

}  // namespace maillon::share
