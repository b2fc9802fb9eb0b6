#include "simulate/places.h"

#include <cstddef>

namespace maillon::simulate {
namespace {

using Names = std::span<const std::string_view>;
using Towns = std::span<const Town>;

constexpr Town kEnglish[] = {
    {"GB", "London"},  {"GB", "Leeds"},    {"GB", "Bristol"}, {"GB", "Cardiff"}, {"GB", "Glasgow"},
    {"GB", "Norwich"}, {"GB", "Hull"},     {"GB", "Derby"},   {"IE", "Dublin"},  {"IE", "Cork"},
    {"IE", "Galway"},  {"IE", "Limerick"}, {"US", "Reno"},    {"US", "Houston"}, {"US", "Chicago"},
    {"US", "Boston"},  {"US", "Denver"},   {"US", "Phoenix"}, {"US", "Miami"},   {"US", "Seattle"}};
constexpr Town kFrench[] = {
    {"FR", "Paris"},      {"FR", "Lyon"},    {"FR", "Nantes"},    {"FR", "Lille"},
    {"FR", "Marseille"},  {"FR", "Dijon"},   {"FR", "Rennes"},    {"FR", "Reims"},
    {"FR", "Tours"},      {"FR", "Limoges"}, {"BE", "Bruxelles"}, {"BE", "Liège"},
    {"BE", "Namur"},      {"BE", "Mons"},    {"CH", "Genève"},    {"CH", "Lausanne"},
    {"MA", "Casablanca"}, {"MA", "Rabat"},   {"MA", "Agadir"}};
constexpr Town kSpanish[] = {
    {"ES", "Madrid"}, {"ES", "Sevilla"},     {"ES", "Valencia"},  {"ES", "Bilbao"},
    {"ES", "Málaga"}, {"ES", "Murcia"},      {"ES", "Almería"},   {"ES", "Huelva"},
    {"MX", "Puebla"}, {"MX", "Guadalajara"}, {"MX", "Monterrey"}, {"MX", "Tijuana"},
    {"CO", "Bogotá"}, {"CO", "Medellín"},    {"CO", "Cali"},      {"CO", "Cartagena"}};
constexpr Town kRussian[] = {
    {"RU", "Москва"},  {"RU", "Казань"}, {"RU", "Самара"}, {"RU", "Омск"},
    {"RU", "Пермь"},   {"RU", "Уфа"},    {"RU", "Тула"},   {"RU", "Воронеж"},
    {"RU", "Сочи"},    {"RU", "Томск"},  {"KZ", "Алматы"}, {"KZ", "Астана"},
    {"KZ", "Шымкент"}, {"UA", "Киев"},   {"UA", "Одесса"}, {"UA", "Харьков"}};
constexpr Town kArabic[] = {
    {"EG", "القاهرة"}, {"EG", "الإسكندرية"}, {"EG", "الجيزة"}, {"EG", "أسوان"},
    {"EG", "طنطا"},    {"AE", "دبي"},        {"AE", "أبوظبي"}, {"AE", "الشارقة"},
    {"SA", "الرياض"},  {"SA", "جدة"},        {"SA", "الدمام"}, {"JO", "عمان"},
    {"JO", "إربد"},    {"JO", "العقبة"},     {"MA", "الرباط"}, {"MA", "فاس"}};
constexpr Town kChinese[] = {{"CN", "北京"},  {"CN", "上海"}, {"CN", "广州"}, {"CN", "深圳"},
                             {"CN", "成都"},  {"CN", "杭州"}, {"CN", "武汉"}, {"CN", "西安"},
                             {"CN", "南京"},  {"CN", "青岛"}, {"CN", "厦门"}, {"CN", "昆明"},
                             {"SG", "新加坡"}};
constexpr Town kPortuguese[] = {{"PT", "Lisboa"},    {"PT", "Porto"},    {"PT", "Braga"},
                                {"PT", "Coimbra"},   {"PT", "Faro"},     {"PT", "Évora"},
                                {"BR", "São Paulo"}, {"BR", "Recife"},   {"BR", "Curitiba"},
                                {"BR", "Manaus"},    {"BR", "Salvador"}, {"BR", "Santos"}};
constexpr Town kGerman[] = {{"DE", "Berlin"}, {"DE", "Hamburg"}, {"DE", "Köln"},  {"DE", "Leipzig"},
                            {"DE", "Bremen"}, {"DE", "Kassel"},  {"DE", "Mainz"}, {"DE", "Ulm"},
                            {"AT", "Wien"},   {"AT", "Graz"},    {"AT", "Linz"},  {"CH", "Zürich"},
                            {"CH", "Basel"},  {"CH", "Bern"}};
constexpr Town kItalian[] = {{"IT", "Roma"},   {"IT", "Milano"}, {"IT", "Torino"},
                             {"IT", "Napoli"}, {"IT", "Bari"},   {"IT", "Verona"},
                             {"IT", "Parma"},  {"IT", "Pisa"},   {"IT", "Genova"},
                             {"IT", "Lecce"},  {"IT", "Trento"}, {"IT", "Foggia"}};
constexpr Town kRomanian[] = {{"RO", "București"}, {"RO", "Cluj"},   {"RO", "Iași"},
                              {"RO", "Timișoara"}, {"RO", "Brașov"}, {"RO", "Constanța"},
                              {"RO", "Sibiu"},     {"RO", "Oradea"}, {"MD", "Chișinău"},
                              {"MD", "Bălți"},     {"MD", "Orhei"}};
constexpr Town kTurkish[] = {{"TR", "İstanbul"}, {"TR", "Ankara"},  {"TR", "İzmir"},
                             {"TR", "Bursa"},    {"TR", "Antalya"}, {"TR", "Adana"},
                             {"TR", "Konya"},    {"TR", "Mersin"},  {"TR", "Samsun"},
                             {"TR", "Trabzon"},  {"TR", "Denizli"}};
constexpr Towns kTowns[kLanguageCount] = {kEnglish, kFrench,   kSpanish,    kRussian,
                                          kArabic,  kChinese,  kPortuguese, kGerman,
                                          kItalian, kRomanian, kTurkish};

constexpr std::string_view kFirstNames[kLanguageCount][14] = {
    {"Anna", "Kate", "Lucy", "Emma", "Tom", "James", "Mary", "Paul", "Jane", "Peter", "Ruth",
     "Alice", "Mark", "Helen"},
    {"Claire", "Julie", "Sophie", "Luc", "Pierre", "Camille", "Léa", "Hugo", "Manon", "Louis",
     "Alice", "Chloé", "Marc", "Nina"},
    {"María", "Carmen", "Lucía", "Pablo", "Javier", "Elena", "Marta", "Luis", "Rosa", "Diego",
     "Sara", "Andrés", "Pilar", "Jorge"},
    {"Анна", "Мария", "Ольга", "Иван", "Пётр", "Елена", "Ирина", "Павел", "Нина", "Олег",
     "Светлана", "Юлия", "Максим", "Дарья"},
    {"ليلى", "مريم", "أحمد", "سارة", "يوسف", "هدى", "عمر", "نور", "كريم", "سلمى", "خالد", "رنا",
     "سامي", "منى"},
    {"小李", "小王", "张姐", "陈先生", "刘女士", "小林", "阿明", "小红", "赵经理", "小芳", "小周",
     "孙姐", "小杨", "阿强"},
    {"Ana", "Maria", "João", "Pedro", "Inês", "Tiago", "Sofia", "Rui", "Marta", "Carla", "Bruno",
     "Rita", "Nuno", "Paula"},
    {"Anna", "Lena", "Julia", "Jonas", "Felix", "Klara", "Sabine", "Peter", "Heike", "Stefan",
     "Marie", "Lukas", "Petra", "Uwe"},
    {"Giulia", "Marco", "Sara", "Luca", "Chiara", "Paolo", "Elena", "Andrea", "Marta", "Davide",
     "Anna", "Matteo", "Laura", "Ivo"},
    {"Ioana", "Andrei", "Elena", "Mihai", "Maria", "Radu", "Ana", "Vlad", "Simona", "Dan",
     "Cristina", "Ion", "Oana", "Paul"},
    {"Ayşe", "Mehmet", "Fatma", "Ali", "Zeynep", "Murat", "Elif", "Can", "Deniz", "Emre", "Selin",
     "Kemal", "Ece", "Ozan"}};

}  // namespace

Towns towns(Language language) {
  return kTowns[static_cast<std::size_t>(language)];
}
Names first_names(Language language) {
  return kFirstNames[static_cast<std::size_t>(language)];
}

}  // namespace maillon::simulate
