// The part of verify() that reads the log and the acts.
#pragma once

#include "base/progress.h"
#include "base/result.h"
#include "store/case_state.h"
#include "store/sqlite.h"
#include "store/verify.h"

namespace maillon::store {

// Recomputes every leaf from salt and text and the whole tree from the leaves,
// and holds both against what is stored, and against an earlier head if there is one: of a case, or
// of any database with the tables of a log.
// Fills in log_entries and log_root.
Result<void> verify_log(Database& database, VerifyReport& report, Progress& progress,
                        const SignedTreeHead* earlier);

// Is the earlier head signed, and by a key of the case?
Result<void> verify_head(const Case& from, const SignedTreeHead& earlier, VerifyReport& report);

// Recomputes the digest of every act from its rows and holds it against the one
// stored with the act and the one that its log entry commits to.
Result<void> verify_acts(const Case::State& state, VerifyReport& report, Progress& progress);

}  // namespace maillon::store
