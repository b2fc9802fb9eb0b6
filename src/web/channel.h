// The bytes of one connection, in clear or through TLS. Included by server.cc and tls.cc alone:
// what it includes is large.
#pragma once

#include <utility>
#include <variant>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>

namespace maillon::web {

// What a server needs for TLS: its certificate and key, loaded. Made by make_tls().
struct TlsContext {
  boost::asio::ssl::context context{boost::asio::ssl::context::tls_server};
};

class Channel {
 public:
  using Socket = boost::asio::ip::tcp::socket;
  using Secure = boost::asio::ssl::stream<Socket>;

  // `tls` may be null, and must outlive it.
  Channel(Socket socket, TlsContext* tls)
      : stream_(tls == nullptr
                    ? Stream(std::in_place_type<Socket>, std::move(socket))
                    : Stream(std::in_place_type<Secure>, std::move(socket), tls->context)) {}

  bool is_secure() const { return std::holds_alternative<Secure>(stream_); }
  Socket& socket() {
    Secure* const secure = std::get_if<Secure>(&stream_);
    return secure != nullptr ? secure->next_layer() : std::get<Socket>(stream_);
  }

  // REQUIRES is_secure(). The handler takes an error_code, as all below do first.
  template <class Handler>
  void async_handshake(Handler handler) {
    std::get<Secure>(stream_).async_handshake(Secure::server, std::move(handler));
  }
  // REQUIRES is_secure(): says that nothing more comes, and waits for the other's word.
  template <class Handler>
  void async_shutdown(Handler handler) {
    std::get<Secure>(stream_).async_shutdown(std::move(handler));
  }
  template <class Buffers, class Handler>
  void async_read_some(const Buffers& buffers, Handler handler) {
    std::visit([&](auto& stream) { stream.async_read_some(buffers, std::move(handler)); }, stream_);
  }
  template <class Buffers, class Handler>
  void async_write(const Buffers& buffers, Handler handler) {
    std::visit([&](auto& stream) { boost::asio::async_write(stream, buffers, std::move(handler)); },
               stream_);
  }

 private:
  using Stream = std::variant<Socket, Secure>;
  Stream stream_;
};

}  // namespace maillon::web
