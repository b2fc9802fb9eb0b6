// Any bytes as the head of a file: a plan that goes through JSON and back, is the
// same each time, and reads these bytes; or one line that says what to do.
#include <cstdint>
#include <string_view>

#include "collect/plan.h"
#include "collect/test_reading.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace maillon;
  using namespace maillon::collect;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const Result<ReadPlan> plan = guess_plan(bytes, "x.csv", {});
  if (!plan) {
    CHECK(!plan.error().message.empty());
    CHECK(plan.error().message.find('\n') == std::string::npos);
    return 0;
  }
  const std::string json = plan->to_json();
  CHECK(guess_plan(bytes, "y.json", {})->to_json() == json);
  const Result<ReadPlan> back = ReadPlan::from_json(json);
  CHECK(back.has_value());
  for (const std::string& note : plan->notes) CHECK(note.find('\n') == std::string::npos);
  if (plan->container == Container::plain) check_reading(bytes, *back);
  return 0;
}
