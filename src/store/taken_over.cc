#include "store/taken_over.h"

#include <utility>

#include "store/case_state.h"

namespace maillon::store {

void set_origin(Case& to, std::optional<Origin> origin) {
  to.state().origin = std::move(origin);
}

}  // namespace maillon::store
