// What somebody is in a case.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace maillon::store {

// In one case. An administrator looks after accounts and sees the content of none.
enum class Role : uint8_t { none, viewer, analyst, reviewer, exporter };
std::string_view to_name(Role role);  // "viewer"; "none"
std::optional<Role> role_of(std::string_view name);

}  // namespace maillon::store
