// Phone candidates, and what libphonenumber makes of them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace maillon::extract {

// A candidate's internal spelling: "0612345678;FR;1", "+33612345678;;0".
// `number` is digits, with '+' if international; `region` is ISO alpha-2, "" if
// unknown, in lower case if it was only guessed (the number must then be a mobile
// one). Of overlapping candidates the valid one of lowest `rank` (0 to 9) stands.
std::string phone_candidate(std::string_view number, std::string_view region, int rank);

struct PhoneCandidateView {  // views of the candidate
  std::string_view number, region;
  int rank = 0;
};
PhoneCandidateView read_phone_candidate(std::string_view candidate);

// E.164 if libphonenumber holds the number valid there. Thread-safe.
std::optional<std::string> to_e164(std::string_view number, std::string_view region);

// The same from the library itself, `region` in capitals: what phone_rules.h must
// agree with, and answers where that is not sure. 18 microseconds.
std::optional<std::string> ask_libphonenumber(std::string_view number, std::string_view region,
                                              bool mobile_only);

}  // namespace maillon::extract
