// Which JSON a file is, and the keys of its records.
#pragma once

#include <string_view>

#include "collect/guess_fields.h"
#include "collect/plan.h"

namespace maillon::collect {

// Sets format, array_key and a note. REQUIRES: UTF-8 text that begins with { or [.
// `cut`: it is the beginning of more.
void guess_json_format(std::string_view head, bool cut, ReadPlan& plan);

// Keys (nested ones with dots) and values of the first records, read as the plan
// says.
Sample sample_json(std::string_view head, bool cut, const ReadPlan& plan);

// Telegram's result.json with several chats: message ids repeat between them.
bool has_several_chats(std::string_view head);

}  // namespace maillon::collect
