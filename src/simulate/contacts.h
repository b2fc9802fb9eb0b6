// Made-up selectors and the ways in which people write and hide them.
#pragma once

#include <string>
#include <string_view>

#include "base/records.h"
#include "simulate/grammar.h"
#include "simulate/phones.h"
#include "simulate/random.h"

namespace maillon::simulate {

// Made-up values, canonical. E-mails are under reserved example domains.
std::string make_handle(Random& random);  // "mira_kelo83"
std::string make_email(Random& random);   // "mira.kelo83@post.example.org"

// Where and how a selector is written.
struct Writing {
  Language language;
  std::string_view country;  // the post's as stated; "" = not stated
  bool disguised;            // against filters
};

// National form only where the post states the phone's country.
std::string write_phone(const Phone& phone, const Writing& writing, Random& random);
// As WhatsApp takes it: international, or a wa.me address.
std::string write_whatsapp(const Phone& phone, const Writing& writing, Random& random);
std::string write_email(std::string_view email, const Writing& writing, Random& random);
// After a label that names the service ("Telegram", "IG"): @name, name, or an address.
std::string write_handle(Service service, std::string_view handle, const Writing& writing,
                         Random& random);
std::string write_iban(std::string_view iban, Random& random);

}  // namespace maillon::simulate
