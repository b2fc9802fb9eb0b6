#include "share/selector_list.h"

#include <gtest/gtest.h>

namespace maillon::share {
namespace {

ListedSelector made(const std::string& value, const std::string& object, int64_t modified = 1000) {
  ListedSelector entry;
  entry.kind = value[0] == '+' ? SelectorKind::phone : SelectorKind::email;
  entry.value = entry.written = value;
  entry.format = "misp";
  entry.object = object;
  entry.modified = modified;
  return entry;
}

SelectorUpdate update_of(const std::string& sha256, std::vector<ListedSelector> selectors,
                         std::vector<ListedSelector> withdrawn = {}) {
  SelectorUpdate update;
  update.selectors = std::move(selectors);
  update.withdrawn = std::move(withdrawn);
  update.about.sha256 = sha256;
  update.about.format = "misp";
  return update;
}

std::string shown(const SelectorList& list) {
  std::string text;
  for (const ListedSelector& entry : list.entries)
    text += (text.empty() ? "" : " ") + entry.value + "/" + entry.object;
  return text;
}

std::string shown(const SelectorImport& did) {
  std::string text;
  for (const auto& [kind, n] : did.did) {
    text += (text.empty() ? "" : " ") + kind;
    for (const uint64_t count : {n.added, n.updated, n.unchanged, n.removed, n.repeated, n.older})
      text += " " + std::to_string(count);
  }
  return text;
}

TEST(SelectorList, DocumentsBringItUpToDate) {
  ListedSelector newer = made("+2", "b", 2000);
  newer.comment = "newer";
  struct Row {
    const char* name;
    std::vector<ListedSelector> selectors, withdrawn;
    bool replace;
    const char *did, *entries;  // added updated unchanged removed repeated older
  };
  const Row rows[] = {
      {"the same",
       {made("+1", "a"), made("+2", "b"), made("c@x", "b")},
       {},
       false,
       "email 0 0 1 0 0 0 phone 0 0 2 0 0 0",
       "+1/a +2/b c@x/b"},
      {"one more, and one twice",
       {made("+1", "a"), made("+0", "z"), made("+0", "z")},
       {},
       false,
       "phone 1 0 1 0 1 0",
       "+0/z +1/a +2/b c@x/b"},
      {"a newer version names less",
       {newer},
       {},
       false,
       "email 0 0 0 1 0 0 phone 0 1 0 0 0 0",
       "+1/a +2/b"},
      {"an older version changes nothing",
       {made("+9", "a", 500)},
       {},
       false,
       "phone 0 0 0 0 0 1",
       "+1/a +2/b c@x/b"},
      {"withdrawn",
       {},
       {made("+2", "b", 1500)},
       false,
       "email 0 0 0 1 0 0 phone 0 0 0 1 0 0",
       "+1/a"},
      {"an older withdrawal", {}, {made("+2", "b", 500)}, false, "", "+1/a +2/b c@x/b"},
      {"replaced",
       {made("+1", "a"), made("+5", "e")},
       {},
       true,
       "email 0 0 0 1 0 0 phone 1 0 1 1 0 0",
       "+1/a +5/e"},
      {"the same selector of another object",
       {made("+1", "f")},
       {},
       false,
       "phone 1 0 0 0 0 0",
       "+1/a +1/f +2/b c@x/b"},
  };
  for (const Row& row : rows) {
    SelectorList list;
    list.apply(update_of("0", {made("+1", "a"), made("+2", "b"), made("c@x", "b")}), false);
    const SelectorImport did =
        list.apply(update_of("1", row.selectors, row.withdrawn), row.replace);
    EXPECT_EQ(shown(did), row.did) << row.name;
    EXPECT_EQ(shown(list), row.entries) << row.name;
    const bool changed = shown(list) != "+1/a +2/b c@x/b" || !list.gone.empty();
    EXPECT_EQ(did.id, changed ? 2U : 0U) << row.name;
    EXPECT_EQ(list.imports.size(), changed ? 2U : 1U) << row.name;
    // What was done once is done.
    EXPECT_EQ(list.apply(update_of("1", row.selectors, row.withdrawn), row.replace).id, 0U)
        << row.name;
  }
}

TEST(SelectorList, AChangeOfProvenanceIsAnUpdate) {
  SelectorList list;
  list.apply(update_of("0", {made("+1", "a")}), false);
  ListedSelector marked = made("+1", "a");
  marked.tlp = "red";
  const SelectorImport did = list.apply(update_of("1", {marked}), false);
  EXPECT_EQ(shown(did), "phone 0 1 0 0 0 0");
  EXPECT_EQ(list.entries[0].tlp, "red");
  EXPECT_EQ(list.entries[0].import, 2U);
}

TEST(SelectorList, RejectsAreKeptOfADocumentThatIsNew) {
  SelectorList list;
  SelectorUpdate update = update_of("0", {});
  update.about.rejected = 1;
  update.rejects.push_back({0, 3, "x", "no e-mail address"});
  EXPECT_EQ(list.apply(update, false).id, 1U);
  EXPECT_EQ(list.apply(update, false).id, 0U);
  ASSERT_EQ(list.rejects.size(), 1U);
  EXPECT_EQ(list.rejects[0].import, 1U);
  for (int i = 1; i <= 10; ++i)
    list.apply(update_of(std::to_string(i), {made("+1", std::to_string(i))}), false);
  EXPECT_TRUE(list.rejects.empty()) << "ten documents later";
}

TEST(SelectorList, AnOlderDocumentBringsNothingBack) {
  SelectorList list;
  EXPECT_EQ(list.apply(update_of("0", {}, {made("+1", "a", 2000)}), false).id, 1U);
  EXPECT_EQ(list.apply(update_of("0", {}, {made("+1", "a", 2000)}), false).id, 0U);
  EXPECT_EQ(shown(list.apply(update_of("1", {made("+1", "a", 1000)}), false)), "phone 0 0 0 0 0 1");
  EXPECT_EQ(shown(list), "");
  EXPECT_EQ(shown(list.apply(update_of("2", {made("+1", "a", 3000)}), false)), "phone 1 0 0 0 0 0");
  EXPECT_TRUE(list.gone.empty());
}

TEST(SelectorList, Find) {
  SelectorList list;
  ListedSelector telegram = made("anna@x", "a"), any = made("anna@x", "b");
  telegram.kind = any.kind = SelectorKind::handle;
  telegram.service = Service::telegram;
  list.apply(update_of("0", {telegram, any, made("+1", "c")}), false);
  EXPECT_EQ(list.find(SelectorKind::handle, Service::telegram, "anna@x").size(), 2U);
  EXPECT_EQ(list.find(SelectorKind::handle, Service::vk, "anna@x").size(), 1U);
  EXPECT_EQ(list.find(SelectorKind::handle, Service::none, "anna@x").size(), 2U);
  EXPECT_EQ(list.find(SelectorKind::phone, Service::whatsapp, "+1").size(), 1U);
  EXPECT_TRUE(list.find(SelectorKind::email, Service::none, "anna@x").empty());
  EXPECT_TRUE(list.find(SelectorKind::phone, Service::none, "+").empty());
}

SelectorList full_list() {
  ListedSelector full = made("a\n\"@x", "obj\u00e9ct");
  full.service = Service::telegram;
  full.source = "by";
  full.label = "label";
  full.comment = "comment";
  full.tlp = "amber+strict";
  full.to_ids = "yes";
  full.first_seen = -5;
  full.last_seen = 7;
  SelectorUpdate update = update_of("0", {full, made("+1", "a", kNoTime)}, {made("+7", "z")});
  update.about.actor = "tester";
  update.about.file = "f.json";
  update.about.time = 9;
  update.about.rejected = update.about.reasons["why"] = 1;
  update.about.left_out["report"] = 4;
  update.about.withdrawn = 1;
  update.rejects.push_back({0, 3, "x", "why"});
  SelectorList list;
  list.role = "block";
  list.apply(update, true);
  return list;
}

TEST(SelectorListFile, ReadsBackAsItIs) {
  const SelectorList list = full_list();
  const auto back = read_selector_list(write_selector_list(list));
  ASSERT_TRUE(back.has_value()) << back.error().message;
  EXPECT_EQ(back->role, "block");
  EXPECT_EQ(back->entries, list.entries);
  EXPECT_EQ(back->imports, list.imports);
  EXPECT_EQ(back->rejects, list.rejects);
  EXPECT_EQ(back->gone, list.gone);
  EXPECT_EQ(back->gone.size(), 1U);
}

TEST(SelectorListFile, WhatIsBrokenIsSaid) {
  const std::string whole = write_selector_list(full_list());
  for (std::size_t size = 0; size < whole.size(); ++size)
    ASSERT_FALSE(read_selector_list(whole.substr(0, size)).has_value()) << size;
  for (const char* text : {"\n", "{}\n", "[]\n", "x\n", "{\"maillon\":\"other\"}\n"})
    EXPECT_FALSE(read_selector_list(text).has_value()) << text;
  const auto newer = read_selector_list(R"({"maillon":"selectors","version":2})"
                                        "\n");
  ASSERT_FALSE(newer.has_value());
  EXPECT_EQ(newer.error().code, Code::unsupported);
}

}  // namespace
}  // namespace maillon::share
