// What the files of store share of purges.
#pragma once

#include <optional>

#include "store/case_state.h"
#include "store/purge.h"

namespace maillon::store {

// As purged_source(), without the ranges: asked for each opening of a source.
Result<std::optional<Sha256>> kept_instead(Database& database, const Sha256& sha256);

// Removes the files that a purge left to remove, and every trace in case.db and its log. Does
// nothing if no purge was cut short. REQUIRES: the lock. Code::busy: a reader is in the way.
Result<void> finish_purge(Case::State& state);

// Whether a purge is not finished.
Result<bool> has_unfinished_purge(Database& database);

// The digest that the rows of an act have since a purge; nothing if none touched it.
Result<std::optional<Sha256>> digest_since_purge(Database& database, ActId act);

}  // namespace maillon::store
