// How it runs. One Loop is one thread with one io_context and the connections given to
// it. A Connection is in one State at a time:
//
//     greeting  TLS is being agreed on
//     reading   bytes are awaited, of a new request or of one that has begun
//     working   long work for it waits or runs elsewhere
//     writing   a reply is on its way
//     draining  its last reply has gone; what the client still sends is read and dropped
//               for a moment, since closing on unread bytes would destroy the reply
//
// and has one deadline, which the loop looks at every kTick: cheaper than a timer for each
// read, and nothing hangs on a quarter of a second. Only the loop's thread touches the
// connection; work that ends elsewhere is posted back to it.
#include "web/server.h"

#include <algorithm>
#include <atomic>
#include <ctime>
#include <thread>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include "web/parameters.h"
#include "web/reply_writer.h"
#include "web/request_reader.h"
#include "web/work_queue.h"

namespace maillon::web {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::chrono::milliseconds kTick{250}, kDrain{1000}, kAcceptAgain{50};
constexpr std::size_t kKeepBytes = 64 * 1024;  // of a reply's buffer, for the next reply

int or_cores(int threads) {
  return threads > 0 ? threads
                     : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

Reply overloaded() {
  Reply reply = error_reply(503, "too much is under way; try again in a second");
  reply.headers.push_back({"Retry-After", "1"});
  return reply;
}

// The bytes of one connection, in clear or through TLS.
class Channel {
 public:
  using Socket = tcp::socket;
  using Secure = asio::ssl::stream<Socket>;

  // `tls` may be null, and must outlive it.
  Channel(Socket socket, TlsContext* tls)
      : stream_(tls == nullptr ? Stream(std::in_place_type<Socket>, std::move(socket))
                               : Stream(std::in_place_type<Secure>, std::move(socket), *tls)) {}

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
    std::visit([&](auto& stream) { asio::async_write(stream, buffers, std::move(handler)); },
               stream_);
  }

 private:
  using Stream = std::variant<Socket, Secure>;
  Stream stream_;
};

class Connection;

struct Loop {
  asio::io_context context{1};
  asio::steady_timer tick{context};
  std::unordered_set<std::shared_ptr<Connection>> connections;
  std::atomic<std::size_t> count = 0;  // of connections, those on their way here included
  bool stopping = false;
  Clock::time_point stop_at;
  std::thread thread;
};

struct Shared {
  Shared(const ServerSettings& from, Application& to)
      : settings(from), application(to), queue(or_cores(from.work_threads), from.waiting_max) {}
  const ServerSettings settings;
  Application& application;
  std::atomic<bool> gave_up = false;  // nobody waits any more for what the queue holds
  WorkQueue queue;
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(tcp::socket socket, Loop& loop, Shared& shared)
      : channel_(std::move(socket), shared.settings.tls.get()),
        loop_(loop),
        shared_(shared),
        reader_({shared.settings.header_bytes, 0}) {
    shared_.application.metrics().opened();
  }
  ~Connection() { shared_.application.metrics().closed(); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void start() {
    if (!channel_.is_secure()) return read();
    enter(State::greeting, shared_.settings.arriving);
    channel_.async_handshake([self = shared_from_this()](error_code error) {
      if (self->state_ != State::greeting) return;
      return error ? self->close() : self->read();
    });
  }
  bool is_overdue(Clock::time_point now) const { return now > deadline_; }
  bool is_idle() const {
    return state_ == State::greeting || (state_ == State::reading && !reader_.has_begun());
  }

  // Too slow with its request: it is told so. Too slow with anything else: no more.
  void time_out() {
    if (state_ == State::reading && reader_.has_begun()) {
      channel_.socket().cancel(ignored_);
      Reply reply = error_reply(408, "the request did not arrive in time; send it again");
      reply.close = true;
      return send(std::move(reply));
    }
    close();
  }

  void close() {
    if (state_ == State::closed) return;
    state_ = State::closed;
    channel_.socket().close(ignored_);
    loop_.count.fetch_sub(1);
    loop_.connections.erase(shared_from_this());
  }

 private:
  enum class State : uint8_t { greeting, reading, working, writing, draining, closed };

  void enter(State state, std::chrono::milliseconds limit) {
    state_ = state;
    deadline_ = Clock::now() + limit;
  }

  void read() {
    if (loop_.stopping && !reader_.has_begun()) return close();
    const bool begun = reader_.has_begun();
    // Of a large upload each piece has that time.
    if (begun && has_begun_ && route_ != nullptr && route_->open_sink)
      enter(State::reading, shared_.settings.arriving);
    // The time for a request to arrive runs from its first byte, not from its latest.
    if (!begun) {
      enter(State::reading, shared_.settings.idle);
    } else if (state_ != State::reading || !has_begun_) {
      enter(State::reading, shared_.settings.arriving);
    }
    has_begun_ = begun;
    const std::span<char> room = reader_.room();
    channel_.async_read_some(asio::buffer(room.data(), room.size()),
                             [self = shared_from_this()](error_code error, std::size_t size) {
                               self->on_read(error, size);
                             });
  }

  void on_read(error_code error, std::size_t size) {
    if (state_ != State::reading) return;  // timed out or closed meanwhile
    if (error) return close();
    reader_.arrived(size);
    drive();
  }

  void drive() {
    for (;;) {
      switch (reader_.next()) {
        case RequestReader::Event::need_bytes:
          return read();
        case RequestReader::Event::refused:
          return send(reader_.refusal());
        case RequestReader::Event::whole:
          return on_whole();
        case RequestReader::Event::head:
          if (!on_head()) return;
      }
    }
  }

  // False: a reply is on its way, or "100 Continue".
  bool on_head() {
    started_ = Clock::now();
    Request& request = reader_.request();
    Application::Admission admission = shared_.application.admit(request);
    route_ = admission.route;
    refusal_ = std::move(admission.refusal);
    if (!refusal_ && !reader_.set_body_limit(route_->body_bytes)) refusal_ = too_large(*route_);
    const std::string_view expected = request.header("Expect");
    if (!refusal_ && !expected.empty() && !same_ignoring_case(expected, "100-continue"))
      refusal_ = error_reply(417, "only Expect: 100-continue is known here");
    if (!refusal_ && route_->open_sink) open_sink(request);
    if (refusal_ && reader_.has_body()) {
      refusal_->close = true;  // its body is not read
      send(*std::exchange(refusal_, std::nullopt));
      return false;
    }
    if (!reader_.wants_continue()) return true;
    static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    channel_.async_write(asio::buffer(kContinue.data(), kContinue.size()),
                         [self = shared_from_this()](error_code error, std::size_t) {
                           if (self->state_ != State::reading) return;
                           if (error) return self->close();
                           self->drive();
                         });
    return false;
  }

  void open_sink(const Request& request) {
    Result<std::unique_ptr<BodySink>> sink = route_->open_sink(request);
    if (sink) {
      reader_.set_sink(*std::move(sink));
    } else {
      refusal_ = error_reply(sink.error());
    }
  }

  void on_whole() {
    started_ = Clock::now();
    if (refusal_) return send(*std::exchange(refusal_, std::nullopt));
    if (route_->work == Work::quick)
      return send(shared_.application.answer(reader_.request(), *route_));
    state_ = State::working;
    deadline_ = Clock::time_point::max();
    const bool taken = shared_.queue.try_push([self = shared_from_this()] {
      if (self->shared_.gave_up) return;
      Reply reply = self->shared_.application.answer(self->reader_.request(), *self->route_);
      asio::post(self->loop_.context, [self, done = std::move(reply)]() mutable {
        if (self->state_ == State::working) self->send(std::move(done));
      });
    });
    if (taken) return;
    shared_.application.metrics().turned_away();
    send(overloaded());
  }

  void send(Reply reply) {
    const auto now = Clock::now();
    shared_.application.count(route_, reply.status, now - started_);
    const Request& request = reader_.request();
    compress(reply, request.header("Accept-Encoding"));
    keep_alive_ = !reply.close && !loop_.stopping && reader_.keep_alive();
    out_.clear();
    append_reply(
        out_, reply,
        {keep_alive_, request.method == Method::head, static_cast<int64_t>(std::time(nullptr))});
    enter(State::writing, shared_.settings.leaving);
    channel_.async_write(
        asio::buffer(out_),
        [self = shared_from_this()](error_code error, std::size_t) { self->on_written(error); });
  }

  void on_written(error_code error) {
    if (state_ != State::writing) return;
    if (error) return close();
    if (!keep_alive_) return drain();
    if (out_.capacity() > kKeepBytes) std::string().swap(out_);
    route_ = nullptr;
    has_begun_ = false;
    reader_.request() = {};  // what a sink took and nobody kept is dropped now
    reader_.start_next();
    drive();
  }

  void drain() {
    if (state_ != State::draining) {
      enter(State::draining, kDrain);
      if (channel_.is_secure()) {
        // Also if the client still sends, which TLS calls an error after its end was announced.
        return channel_.async_shutdown([self = shared_from_this()](error_code) {
          if (self->state_ != State::draining) return;
          self->channel_.socket().shutdown(tcp::socket::shutdown_send, self->ignored_);
          self->drain_socket();
        });
      }
      channel_.socket().shutdown(tcp::socket::shutdown_send, ignored_);
    }
    drain_socket();
  }

  // What the client still sends, encrypted or not, is dropped.
  void drain_socket() {
    out_.resize(kKeepBytes);
    channel_.socket().async_read_some(asio::buffer(out_),
                                      [self = shared_from_this()](error_code error, std::size_t) {
                                        if (self->state_ != State::draining) return;
                                        return error ? self->close() : self->drain_socket();
                                      });
  }

  Channel channel_;
  Loop& loop_;
  Shared& shared_;
  RequestReader reader_;
  State state_ = State::writing;
  Clock::time_point deadline_, started_ = Clock::now();
  const Route* route_ = nullptr;
  std::optional<Reply> refusal_;  // told once the (empty) rest of the request has been read
  std::string out_;
  bool keep_alive_ = true, has_begun_ = false;
  error_code ignored_;
};

}  // namespace

// ---- Listener -----------------------------------------------------------------

struct Listener::State {
  asio::io_context context;
  tcp::acceptor acceptor{context};
  tcp::endpoint endpoint;
};

Listener::Listener(std::unique_ptr<State> state) : state_(std::move(state)) {}
Listener::~Listener() = default;
Listener::Listener(Listener&&) noexcept = default;
Listener& Listener::operator=(Listener&&) noexcept = default;

Result<Listener> Listener::open(const std::string& host, uint16_t port) {
  auto state = std::make_unique<State>();
  error_code error;
  tcp::resolver resolver(state->context);
  const auto found = resolver.resolve(host, "", tcp::resolver::passive, error);
  if (error || found.empty())
    return fail(Code::invalid_input,
                "'" + host + "' is no address to listen on: " + error.message());
  tcp::acceptor& acceptor = state->acceptor;
  const tcp::endpoint wanted(found.begin()->endpoint().address(), port);
  acceptor.open(wanted.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(wanted, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (!error) state->endpoint = acceptor.local_endpoint(error);
  if (error) {
    return fail(Code::io, "cannot listen on " + host + " port " + std::to_string(port) + ": " +
                              error.message() + "; choose another with --port (0 = any free one)");
  }
  return Listener(std::move(state));
}

uint16_t Listener::port() const {
  return state_->endpoint.port();
}

// ---- Server -------------------------------------------------------------------

struct Server::State {
  State(Listener from, const ServerSettings& settings, Application& application)
      : listener(std::move(from)), shared(settings, application) {
    for (int i = 0; i < or_cores(settings.threads); ++i) loops.push_back(std::make_unique<Loop>());
  }

  Listener listener;
  std::vector<std::unique_ptr<Loop>> loops;  // outlives the queue, whose work comes back to it
  Shared shared;
  std::unique_ptr<tcp::acceptor> acceptor;  // of the first loop
  std::unique_ptr<asio::steady_timer> accept_again;

  void start() {
    Loop& first = *loops.front();
    const auto protocol = listener.state_->endpoint.protocol();
    acceptor = std::make_unique<tcp::acceptor>(first.context, protocol,
                                               listener.state_->acceptor.release());
    accept_again = std::make_unique<asio::steady_timer>(first.context);
    accept();
    for (auto& loop : loops) {
      watch(*loop);
      loop->thread = std::thread([&context = loop->context] { context.run(); });
    }
  }

  Loop& emptiest() {
    return **std::min_element(loops.begin(), loops.end(), [](const auto& a, const auto& b) {
      return a->count.load() < b->count.load();
    });
  }

  void accept() {
    Loop& loop = emptiest();
    acceptor->async_accept(loop.context, [this, &loop](error_code error, tcp::socket socket) {
      if (!acceptor->is_open()) return;
      if (error) {  // no more descriptors: those that close make room
        accept_again->expires_after(kAcceptAgain);
        return accept_again->async_wait([this](error_code) {
          if (acceptor->is_open()) accept();
        });
      }
      take(std::move(socket), loop);
      accept();
    });
  }

  void take(tcp::socket socket, Loop& loop) {
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    std::size_t open = 0;
    for (const auto& each : loops) open += each->count.load();
    if (open >= shared.settings.connections_max) {
      shared.application.metrics().turned_away();
      if (shared.settings.tls) return;  // no word before TLS is agreed on, which costs too much
      std::string bytes;
      append_reply(bytes, overloaded(), {false, false, static_cast<int64_t>(std::time(nullptr))});
      socket.non_blocking(true, ignored);
      socket.write_some(asio::buffer(bytes), ignored);
      return;
    }
    loop.count.fetch_add(1);
    auto connection = std::make_shared<Connection>(std::move(socket), loop, shared);
    asio::post(loop.context, [&loop, connection] {
      loop.connections.insert(connection);
      connection->start();
    });
  }

  // Ends, and with it the loop, once the loop is to stop and has no connection left.
  void watch(Loop& loop) {
    const auto now = Clock::now();
    const bool gives_up = loop.stopping && now > loop.stop_at;
    if (gives_up) shared.gave_up = true;
    std::vector<std::shared_ptr<Connection>> overdue;
    for (const auto& connection : loop.connections) {
      if (gives_up || connection->is_overdue(now)) overdue.push_back(connection);
    }
    for (const auto& connection : overdue) gives_up ? connection->close() : connection->time_out();
    if (loop.stopping && loop.count.load() == 0) return;
    loop.tick.expires_after(loop.stopping ? kTick / 10 : kTick);
    loop.tick.async_wait([this, &loop](error_code) { watch(loop); });
  }

  void stop() {
    asio::post(loops.front()->context, [this] {
      error_code ignored;
      acceptor->close(ignored);
      accept_again->cancel();
      for (auto& loop : loops) asio::post(loop->context, [this, &loop = *loop] { stop(loop); });
    });
  }

  void stop(Loop& loop) {
    if (loop.stopping) return;
    loop.stopping = true;
    loop.stop_at = Clock::now() + shared.settings.stopping;
    const std::vector<std::shared_ptr<Connection>> all(loop.connections.begin(),
                                                       loop.connections.end());
    for (const auto& connection : all) {
      if (connection->is_idle()) connection->close();
    }
    loop.tick.cancel();
  }
};

Server::Server(Listener listener, const ServerSettings& settings, Application& application)
    : state_(std::make_unique<State>(std::move(listener), settings, application)) {
  state_->start();
}

Server::~Server() {
  stop();
  wait();
}

void Server::stop() {
  state_->stop();
}

void Server::wait() {
  for (auto& loop : state_->loops) {
    if (loop->thread.joinable()) loop->thread.join();
  }
}

}  // namespace maillon::web
