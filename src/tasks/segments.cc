#include "tasks/segments.h"

#include "base/hash.h"

namespace maillon::tasks {
namespace {

// The columns by name, once for reading and writing.
template <class SegmentType, class Visit>
Result<void> visit_strings(SegmentType& s, const Visit& visit) {
  TRY_OK(visit("id", s.id));
  TRY_OK(visit("source", s.source));
  TRY_OK(visit("url", s.url));
  TRY_OK(visit("author", s.author));
  TRY_OK(visit("city", s.city));
  TRY_OK(visit("country", s.country));
  TRY_OK(visit("language", s.language));
  return visit("price", s.price);
}

template <class SegmentType, class Visit>
Result<void> visit_numbers(SegmentType& s, const Visit& visit) {
  TRY_OK(visit("file", s.file));
  TRY_OK(visit("number", s.number));
  TRY_OK(visit("begin", s.begin));
  TRY_OK(visit("end", s.end));
  TRY_OK(visit("body_hash", s.body_hash));
  return visit("posted_at", s.posted_at);
}

}  // namespace

void Segment::append(const RecordBatch& batch, uint32_t file_index, uint64_t first_number,
                     const std::vector<uint32_t>& kept) {
  std::string joined;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    file.push_back(file_index);
    number.push_back(first_number + i);
    joined.assign(batch.field(Field::title, i)).push_back('\0');
    joined += batch.field(Field::body, i);
    body_hash.push_back(hash64(joined));
  }
  begin.insert(begin.end(), batch.begin.begin(), batch.begin.end());
  end.insert(end.end(), batch.end.begin(), batch.end.end());
  pictures.insert(pictures.end(), kept.begin(), kept.end());
  posted_at.insert(posted_at.end(), batch.posted_at.begin(), batch.posted_at.end());
  id.append(batch.column(Field::id));
  source.append(batch.column(Field::source));
  url.append(batch.column(Field::url));
  author.append(batch.column(Field::author));
  city.append(batch.column(Field::city));
  country.append(batch.column(Field::country));
  language.append(batch.column(Field::language));
  price.append(batch.column(Field::price));
}

Segment Segment::select(const std::vector<uint32_t>& rows) const {
  Segment out;
  for (const uint32_t row : rows) {
    out.file.push_back(file[row]);
    out.number.push_back(number[row]);
    out.begin.push_back(begin[row]);
    out.end.push_back(end[row]);
    out.body_hash.push_back(body_hash[row]);
    out.posted_at.push_back(posted_at[row]);
    out.pictures.push_back(pictures[row]);
    out.id.push_back(id[row]);
    out.source.push_back(source[row]);
    out.url.push_back(url[row]);
    out.author.push_back(author[row]);
    out.city.push_back(city[row]);
    out.country.push_back(country[row]);
    out.language.push_back(language[row]);
    out.price.push_back(price[row]);
  }
  return out;
}

Result<void> write_segment(store::BundleWriter& to, const Segment& segment) {
  TRY_OK(visit_numbers(segment, [&](const char* name, const auto& v) { return to.add(name, v); }));
  TRY_OK(to.add("pictures", segment.pictures));
  return visit_strings(segment,
                       [&](const char* name, const StringColumn& v) { return to.add(name, v); });
}

Result<Segment> read_segment(const store::BundleReader& from) {
  Segment segment;
  TRY_OK(visit_numbers(segment, [&]<class T>(const char* name, std::vector<T>& v) -> Result<void> {
    TRY(v, from.get<T>(name));
    return {};
  }));
  segment.pictures.assign(segment.size(), 0);
  if (from.version() >= 2) {
    TRY(segment.pictures, from.get<uint32_t>("pictures"));
  }
  TRY_OK(visit_strings(segment, [&](const char* name, StringColumn& v) -> Result<void> {
    TRY(v, from.get_strings(name));
    return {};
  }));
  return segment;
}

}  // namespace maillon::tasks
