// Chats as text: WhatsApp's export, and messages copied from Telegram Desktop.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace maillon::collect {

// The first line of a message.
struct ChatHeader {
  std::string_view stamp;   // date and time as written
  std::string_view author;  // empty: a line of the program itself ("A added B")
  std::size_t body = 0;     // where the text begins in the line
};

// "12/03/2021, 14:05 - Name: text" (Android) or "[12.03.21, 14:05:33] Name: text"
// (iOS), with any order of the date, 12-hour clocks, other scripts' digits, and
// the direction marks that the program puts in. Nothing if the line is no header.
std::optional<ChatHeader> find_whatsapp_header(std::string_view line);

// "Name, [12.03.2021 14:05]": the text stands in the lines below.
std::optional<ChatHeader> find_telegram_header(std::string_view line);

// The name of the file in "IMG-1.jpg (file attached)" or "<attached: IMG-1.jpg>",
// whatever the language of the words; empty if the text is not of that kind or the
// file is no picture.
std::string_view find_attached_picture(std::string_view text);

// The columns of a chat, for the plan.
inline constexpr std::string_view kChatColumns[] = {"date", "author", "text", "file"};

}  // namespace maillon::collect
