#include "web/log_in.h"

#include <memory>

#include "share/xml_text.h"
#include "web/log_in_texts.h"
#include "web/parameters.h"
#include "web/target.h"

namespace maillon::web {

namespace {

constexpr uint64_t kFormBytes = 16 * 1024;

Reply html_reply(int status, const LogInTexts& texts, std::string_view title,
                 const std::string& content) {
  Reply reply =
      text_reply(status, "<!doctype html>\n<html lang=\"" + std::string(texts.language) +
                             "\" dir=\"" + std::string(texts.direction) +
                             "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
                             "content=\"width=device-width\"><title>Maillon</title>"
                             "<link rel=\"stylesheet\" href=\"/app.css\"></head>\n"
                             "<body><main class=\"log-in\"><h1>" +
                             std::string(title) + "</h1>\n" + content + "</main></body></html>\n");
  reply.type = "text/html; charset=utf-8";
  reply.headers.push_back({"Vary", "Accept-Language"});
  return reply;
}

std::string field(std::string_view name, std::string_view label, std::string_view type,
                  std::string_view complete, bool is_required = true) {
  std::string html = "<p><label>";
  html += label;
  html += "<br><input name=\"";
  html += name;
  html += "\" type=\"";
  html += type;
  html += "\" autocomplete=\"";
  html += complete;
  html += is_required ? "\" required></label></p>\n" : "\"></label></p>\n";
  return html;
}

std::string code_field(const LogInTexts& texts) {
  return field("code", texts.code, "text", "one-time-code", false) + "<p class=\"muted\">" +
         std::string(texts.code_hint) + "</p>\n";
}

std::string note(std::string_view text) {
  return text.empty() ? "" : "<p role=\"alert\">" + std::string(text) + "</p>\n";
}

std::string button(std::string_view text) {
  return "<p><button type=\"submit\" class=\"button\">" + std::string(text) + "</button></p>\n";
}

const LogInTexts& texts_of(const Request& request) {
  return log_in_texts(request.header("Accept-Language"));
}

Reply log_in_page(const Request& request, int status, std::string_view message) {
  const LogInTexts& texts = texts_of(request);
  return html_reply(status, texts, texts.log_in,
                    note(message) + "<form method=\"post\" action=\"/login\">\n" +
                        field("name", texts.name, "text", "username") +
                        field("password", texts.password, "password", "current-password") +
                        code_field(texts) + button(texts.log_in) + "</form>\n");
}

Reply account_page(const Request& request, const Gate& gate, int status, std::string_view message) {
  const LogInTexts& texts = texts_of(request);
  const Caller caller = gate.caller_of(request);
  if (caller.account.empty()) return to_log_in();
  std::string html = note(message) + "<p><b>";
  share::append_xml(html, caller.account);
  html += "</b> · " + std::string(texts.role) + ": " + std::string(to_name(caller.role)) +
          "</p>\n" + note(caller.role == store::Role::none ? texts.no_member : "") +
          "<p><a href=\"/\">" + std::string(texts.to_case) +
          "</a></p>\n<form method=\"post\" action=\"/logout\">" + button(texts.log_out) +
          "</form>\n<h2>" + std::string(texts.change) +
          "</h2>\n<form method=\"post\" action=\"/account\">\n" +
          field("password", texts.password, "password", "current-password") + code_field(texts) +
          field("next", texts.next_password, "password", "new-password") + "<p class=\"muted\">" +
          std::string(texts.short_password) + "</p>\n" + button(texts.change) + "</form>\n";
  return html_reply(status, texts, texts.account, html);
}

// The fields of a form (application/x-www-form-urlencoded); nothing where it is none.
std::optional<Query> form_of(const Request& request) {
  Query fields;
  if (!request.header("Content-Type").starts_with("application/x-www-form-urlencoded") ||
      !parse_query(request.body, fields))
    return std::nullopt;
  return fields;
}

std::string text_in(const Query& form, std::string_view name) {
  const std::string* value = form.find(name);
  return value == nullptr ? std::string() : *value;
}

Reply go_to(std::string where) {
  Reply reply;
  reply.status = 303;
  reply.type = "";
  reply.headers = {{"Location", std::move(where)}};
  return reply;
}

// A form of another site would log somebody in as somebody else.
std::optional<Reply> refuse_form(const Request& request) {
  if (is_from_own_page(request)) return std::nullopt;
  return error_reply(403, "a form comes from a page of this server, which says so by Origin");
}

Reply log_in(const Request& request, Gate& gate, const LogInLog& log) {
  if (auto refusal = refuse_form(request)) return *std::move(refusal);
  const auto form = form_of(request);
  if (!form) return error_reply(415, "send the form of /login");
  const LogInTexts& texts = texts_of(request);
  const std::string name = text_in(*form, "name");
  Field cookie;
  const auto outcome =
      gate.log_in(name, text_in(*form, "password"), text_in(*form, "code"), cookie);
  if (!outcome) return error_reply(outcome.error());
  const char* const action = *outcome == store::LogIn::let_in    ? "log_in"
                             : *outcome == store::LogIn::refused ? "log_in_refused"
                                                                 : "log_in_locked";
  if (const auto logged = log(action, shown(name)); !logged) return error_reply(logged.error());
  if (*outcome == store::LogIn::refused) return log_in_page(request, 401, texts.refused);
  if (*outcome == store::LogIn::locked) return log_in_page(request, 429, texts.locked);
  Reply reply = go_to("/");
  reply.headers.push_back(std::move(cookie));
  return reply;
}

Reply log_out(const Request& request, Gate& gate, const LogInLog& log) {
  if (auto refusal = refuse_form(request)) return *std::move(refusal);
  const std::string name = gate.caller_of(request).account;
  if (!name.empty()) {
    if (const auto logged = log("log_out", name); !logged) return error_reply(logged.error());
  }
  Reply reply = log_in_page(request, 200, texts_of(request).ended);
  reply.headers.push_back(gate.log_out(request));
  // What was half written in this tab is not for who logs in next.
  reply.headers.push_back({"Clear-Site-Data", "\"storage\""});
  return reply;
}

Reply change_password(const Request& request, Gate& gate, const LogInLog& log) {
  if (auto refusal = refuse_form(request)) return *std::move(refusal);
  const std::string name = gate.caller_of(request).account;
  if (name.empty()) return to_log_in();
  const auto form = form_of(request);
  if (!form) return error_reply(415, "send the form of /account");
  const LogInTexts& texts = texts_of(request);
  const auto outcome = gate.change_password(name, text_in(*form, "password"),
                                            text_in(*form, "code"), text_in(*form, "next"));
  if (!outcome && outcome.error().code == Code::invalid_input)
    return account_page(request, gate, 422, texts.short_password);
  if (!outcome) return error_reply(outcome.error());
  if (*outcome != store::LogIn::let_in) {
    const bool is_locked = *outcome == store::LogIn::locked;
    return account_page(request, gate, is_locked ? 429 : 401,
                        is_locked ? texts.locked : texts.refused);
  }
  if (const auto logged = log("password_set", name); !logged) return error_reply(logged.error());
  return to_log_in();
}

}  // namespace

Reply to_log_in() {
  return go_to("/login");
}

Reply to_account() {
  return go_to("/account");
}

void add_log_in_routes(Router& router, Gate& gate, LogInLog log) {
  const auto shared = std::make_shared<LogInLog>(std::move(log));
  const auto add = [&](Method method, const char* path, uint64_t bytes, Handler handler) {
    router.add({method, path, Access::anyone, Work::slow, bytes, std::move(handler)});
  };
  add(Method::get, "/login", 0,
      [](const Request& request) { return log_in_page(request, 200, ""); });
  add(Method::post, "/login", kFormBytes,
      [&gate, shared](const Request& request) { return log_in(request, gate, *shared); });
  add(Method::post, "/logout", kFormBytes,
      [&gate, shared](const Request& request) { return log_out(request, gate, *shared); });
  add(Method::get, "/account", 0,
      [&gate](const Request& request) { return account_page(request, gate, 200, ""); });
  add(Method::post, "/account", kFormBytes,
      [&gate, shared](const Request& request) { return change_password(request, gate, *shared); });
}

}  // namespace maillon::web
