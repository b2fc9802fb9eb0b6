#pragma once
#include <string_view>
namespace maillon::rank { bool is_structured_rule(std::string_view name); }
