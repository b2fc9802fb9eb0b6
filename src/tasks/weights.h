// What each class of signals proves in this case, for people and programs.
#pragma once

#include <array>
#include <string>

#include "base/json_writer.h"
#include "link/evidence.h"
#include "report/said.h"
#include "report/style.h"
#include "store/case.h"
#include "tasks/case_data.h"

namespace maillon::tasks {

ClassWeights to_class_weights(const std::array<link::ClassWeight, link::kSignalClasses>& classes);

// What the last link found; no classes if nothing has been linked, or by another version.
ClassWeights read_class_weights_if_any(const store::Case& from);

// "97.8 % alone, estimated from 6,337 pairs of this case" for the ledger.
report::Sentence class_note(const ClassWeights& classes, link::SignalClass c);

// "read in a picture, where letters are lost: at most 90 % alone".
report::Sentence reading_note(link::SignalClass c);

// Classes that the case has pairs of: an array of objects.
void write_class_weights(JsonWriter& json, const ClassWeights& classes);
report::TextTable class_weights_table(const ClassWeights& classes);

}  // namespace maillon::tasks
