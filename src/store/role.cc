#include "store/role.h"

namespace maillon::store {

std::string_view to_name(Role role) {
  switch (role) {
    case Role::none:
      return "none";
    case Role::viewer:
      return "viewer";
    case Role::analyst:
      return "analyst";
    case Role::reviewer:
      return "reviewer";
    case Role::exporter:
      return "exporter";
  }
  return "none";
}

std::optional<Role> role_of(std::string_view name) {
  for (const Role role :
       {Role::none, Role::viewer, Role::analyst, Role::reviewer, Role::exporter}) {
    if (to_name(role) == name) return role;
  }
  return std::nullopt;
}

}  // namespace maillon::store
