// Id<Tag>: an index that cannot be mixed up with another kind of index.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace maillon {

template <class Tag>
struct Id {
  uint32_t value = 0;
  friend auto operator<=>(Id, Id) = default;
};

using ImportId = Id<struct ImportTag>;    // one act of `maillon import`
using NetworkId = Id<struct NetworkTag>;  // N-17: stable over linking again

}  // namespace maillon

template <class Tag>
struct std::hash<maillon::Id<Tag>> {
  std::size_t operator()(maillon::Id<Tag> id) const noexcept {
    return std::hash<uint32_t>{}(id.value);
  }
};
