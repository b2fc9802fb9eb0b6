#include "simulate/stock.h"

#include <cstddef>

namespace maillon::simulate {
namespace {

using Words = std::span<const std::string_view>;

constexpr std::string_view kEnglishStock[] = {"please call between nine and five on weekdays",
                                              "serious enquiries only please",
                                              "send a message for more details",
                                              "no experience needed because we train you",
                                              "full time and part time places are open",
                                              "good pay and friendly colleagues",
                                              "accommodation can be arranged on request",
                                              "come and visit us at any time",
                                              "we look forward to hearing from you soon",
                                              "first come first served so do not wait",
                                              "all details will be given by phone",
                                              "cash or bank transfer both accepted here"};
constexpr std::string_view kSpanishStock[] = {
    "llame por favor entre las nueve y las cinco", "solo personas interesadas y con referencias",
    "envíe un mensaje para más detalles",          "no se necesita experiencia previa para empezar",
    "buen ambiente de trabajo y buen sueldo",      "esperamos su llamada lo antes posible"};
constexpr std::string_view kFrenchStock[] = {"merci d'appeler entre neuf heures et dix-sept heures",
                                             "personnes sérieuses uniquement merci",
                                             "envoyez un message pour plus de détails",
                                             "aucune expérience n'est demandée pour commencer",
                                             "bonne ambiance et salaire motivant à la clé",
                                             "au plaisir de vous lire très bientôt"};
constexpr std::string_view kRussianStock[] = {
    "звоните пожалуйста с девяти до пяти", "пишите в сообщения все подробности по телефону",
    "опыт работы не требуется мы всему научим", "хорошие условия и своевременная оплата труда"};
constexpr std::string_view kGermanStock[] = {"bitte rufen Sie zwischen neun und siebzehn Uhr an",
                                             "wir freuen uns auf Ihre Nachricht und Bewerbung"};
constexpr Words kStock[kTongueCount] = {kEnglishStock, kSpanishStock, kFrenchStock, kRussianStock,
                                        kGermanStock};

constexpr std::string_view kGivenNames[kTongueCount][16] = {
    {"Anna", "Kate", "Lucy", "Emma", "Tom", "James", "Mary", "Paul", "Jane", "Peter", "Ruth",
     "Alice", "Mark", "Helen", "David", "Sue"},
    {"María", "Carmen", "Lucía", "Pablo", "Javier", "Elena", "Marta", "Luis", "Rosa", "Diego",
     "Sara", "Andrés", "Pilar", "Jorge", "Inés", "Raúl"},
    {"Claire", "Julie", "Sophie", "Luc", "Pierre", "Camille", "Léa", "Hugo", "Manon", "Louis",
     "Alice", "Chloé", "Marc", "Inès", "Paul", "Nina"},
    {"Анна", "Мария", "Ольга", "Иван", "Пётр", "Елена", "Ирина", "Павел", "Нина", "Олег",
     "Светлана", "Юлия", "Максим", "Дарья", "Антон", "Вера"},
    {"Anna", "Lena", "Julia", "Jonas", "Felix", "Klara", "Sabine", "Peter", "Heike", "Stefan",
     "Marie", "Lukas", "Petra", "Karl", "Eva", "Uwe"}};
constexpr std::string_view kTongueTowns[kTongueCount][16] = {
    {"London", "Leeds", "Bristol", "Cardiff", "York", "Derby", "Oxford", "Exeter", "Hull", "Luton",
     "Bath", "Reading", "Glasgow", "Dundee", "Belfast", "Norwich"},
    {"Madrid", "Sevilla", "Valencia", "Bilbao", "Málaga", "Murcia", "Gijón", "Vigo", "Burgos",
     "Cádiz", "Toledo", "Lugo", "Huelva", "Girona", "Almería", "Soria"},
    {"Paris", "Lyon", "Nantes", "Lille", "Nice", "Rennes", "Reims", "Dijon", "Brest", "Metz",
     "Tours", "Caen", "Nancy", "Pau", "Angers", "Limoges"},
    {"Москва", "Казань", "Самара", "Омск", "Пермь", "Уфа", "Тула", "Рязань", "Тверь", "Сочи",
     "Псков", "Курск", "Томск", "Киров", "Пенза", "Воронеж"},
    {"Berlin", "Hamburg", "Köln", "Leipzig", "Dresden", "Bremen", "Kassel", "Mainz", "Trier", "Ulm",
     "Bonn", "Essen", "Kiel", "Jena", "Erfurt", "Aachen"}};
constexpr std::string_view kCountries[kTongueCount] = {"GB", "ES", "FR", "RU", "DE"};
constexpr std::string_view kCodes[kTongueCount] = {"en", "es", "fr", "ru", "de"};

}  // namespace

Words stock_phrases(Tongue tongue) {
  return kStock[static_cast<std::size_t>(tongue)];
}
Words slot_names(Tongue tongue) {
  return kGivenNames[static_cast<std::size_t>(tongue)];
}
Words slot_towns(Tongue tongue) {
  return kTongueTowns[static_cast<std::size_t>(tongue)];
}
std::string_view tongue_country(Tongue tongue) {
  return kCountries[static_cast<std::size_t>(tongue)];
}
std::string_view tongue_code(Tongue tongue) {
  return kCodes[static_cast<std::size_t>(tongue)];
}

}  // namespace maillon::simulate
