// SPDX-License-Identifier: Apache-2.0
#include "gateway/syslog/session.h"

#include <cstring>
#include <set>
#include <thread>

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include "base/limits.h"
#include "gateway/door/datagrams.h"
#include "gateway/door/endpoint.h"
#include "gateway/syslog/framing.h"

namespace lifeline::syslog {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock>;

constexpr auto busy_wait = std::chrono::milliseconds(10);  // until the intake is asked for room
constexpr size_t stream_bytes = 64 * 1024;                 // read in one go

// What every listener works with.
struct Loop {
  asio::io_context context{1};
  LiveRules rules;
  door::Intake& intake;
};

template <class Endpoint>
std::string text_of(const Endpoint& endpoint) {
  const auto address = endpoint.address();
  const std::string host = address.is_v6() ? "[" + address.to_string() + "]" : address.to_string();
  return host + ":" + std::to_string(endpoint.port());
}

Refusal not_free(const std::string& address, const error_code& why) {
  return unavailable("address_must_be_free", address + ": " + why.message());
}

// Messages that came together, read and mapped.
class Reading {
 public:
  Reading(const Loop& loop, door::Door& door) : loop_(loop), door_(door) {}

  void take(std::string_view bytes, std::string_view peer, std::string_view host) {
    ++heard_;
    if (!rules_) rules_ = loop_.rules->get();
    const auto read = read_message(bytes, message_);
    if (!read) return door_.refuse(read.error(), peer, bytes);
    auto command = rules_->command_of(message_, bytes, host);
    if (!command) return door_.refuse(command.error(), peer, bytes);
    if (*command)
      commands_.push_back(std::move(**command));
    else
      ++passed_over_;
  }
  void refuse(const Error& why, std::string_view peer, std::string_view bytes) {
    ++heard_;
    door_.refuse(why, peer, bytes);
  }
  std::vector<alarm::Command> done() {
    if (heard_ > 0) door_.hear(heard_);
    if (passed_over_ > 0) door_.pass_over(passed_over_);
    heard_ = passed_over_ = 0;
    rules_.reset();
    return std::exchange(commands_, {});
  }

 private:
  const Loop& loop_;
  door::Door& door_;
  Message message_;
  std::shared_ptr<const Rules> rules_;  // of these messages
  std::vector<alarm::Command> commands_;
  uint64_t heard_ = 0, passed_over_ = 0;
};

// --- Datagrams ---------------------------------------------------------------------------------

class UdpListener {
 public:
  UdpListener(Loop& loop, std::shared_ptr<door::Door> door)
      : loop_(loop),
        door_(std::move(door)),
        datagrams_(datagram_bytes, limits::syslog_datagrams_max),
        readable_(loop.context),
        timer_(loop.context),
        reading_(loop, *door_) {}
  ~UdpListener() { readable_.release(); }

  Result<void> open(const std::string& address) {
    if (auto opened = datagrams_.open(address); !opened) return opened;
    readable_.assign(datagrams_.socket());
    door_->set_address(datagrams_.address());
    door_->set_state(door::DoorState::listening);
    return {};
  }

  void listen() {
    readable_.async_wait(asio::posix::stream_descriptor::wait_read,
                         [this](const error_code& failed) {
                           if (!failed) take();
                         });
  }

 private:
  // One byte more than a message may have, so that a longer one shows.
  static constexpr size_t datagram_bytes = limits::syslog_message_bytes_max + 1;

  void take() {
    if (loop_.intake.is_full()) return wait();
    auto visit = [this](const door::Datagram& datagram) {
      read(datagram);
      return true;
    };
    datagrams_.receive(visit);
    if (const uint64_t lost = datagrams_.take_lost(); lost > 0) door_->lose(lost);
    auto commands = reading_.done();
    if (!commands.empty()) loop_.intake.take(std::move(commands), door_);
    listen();
  }

  void read(const door::Datagram& datagram) {
    if (datagram.peer != last_peer_) {
      last_peer_ = datagram.peer;
      peer_ = door::endpoint_text(datagram.peer);
      host_ = door::host_text(datagram.peer);
    }
    std::string_view bytes = datagram.bytes;
    while (!bytes.empty() && (bytes.back() == '\n' || bytes.back() == '\0')) bytes.remove_suffix(1);
    reading_.take(bytes, peer_, host_);
  }

  void wait() {
    timer_.expires_after(busy_wait);
    timer_.async_wait([this](const error_code& failed) {
      if (!failed) take();
    });
  }

  Loop& loop_;
  std::shared_ptr<door::Door> door_;
  door::Datagrams datagrams_;
  asio::posix::stream_descriptor readable_;  // the same socket
  Timer timer_;
  Reading reading_;
  std::string last_peer_, peer_, host_;
};

// --- Streams -----------------------------------------------------------------------------------

using TlsStream = asio::ssl::stream<tcp::socket>;

// A connection; it lives as long as something of it is under way.
template <class Stream>
class Connection : public std::enable_shared_from_this<Connection<Stream>> {
 public:
  struct Place {
    Loop& loop;
    std::shared_ptr<door::Door> door;
    std::shared_ptr<std::set<Connection*>> all;  // outlives the listener with the last of them
  };

  Connection(Stream stream, std::string peer, std::string host, Place place)
      : stream_(std::move(stream)),
        peer_(std::move(peer)),
        host_(std::move(host)),
        place_(place),
        idle_(place.loop.context),
        busy_(place.loop.context),
        reading_(place.loop, *place.door),
        bytes_(stream_bytes) {
    place_.all->insert(this);
  }
  ~Connection() { place_.all->erase(this); }

  void begin() {
    if constexpr (std::is_same_v<Stream, TlsStream>) {
      allow(limits::syslog_greet_wait_s);
      stream_.async_handshake(
          asio::ssl::stream_base::server,
          [self = this->shared_from_this()](const error_code& failed) { self->greeted(failed); });
    } else {
      read();
    }
  }
  void close() {
    error_code ignored;
    idle_.cancel();
    busy_.cancel();
    stream_.lowest_layer().close(ignored);
  }

 private:
  void greeted(const error_code& failed) {
    if (!failed) return read();
    place_.door->refuse(invalid("handshake_must_succeed", {}, failed.message()).value(), peer_,
                        failed.message());
    close();
  }

  void allow(int seconds) {
    idle_.expires_after(std::chrono::seconds(seconds));
    idle_.async_wait([weak = this->weak_from_this()](const error_code& failed) {
      const auto self = weak.lock();
      if (!failed && self) self->close();
    });
  }

  void read() {
    if (under_way_ >= limits::syslog_window_max || !place_.loop.intake.has_room()) return wait();
    allow(limits::syslog_idle_wait_s);
    stream_.async_read_some(asio::buffer(bytes_), [self = this->shared_from_this()](
                                                      const error_code& failed, size_t size) {
      self->took(failed, size);
    });
  }

  void took(const error_code& failed, size_t size) {
    const auto refused = [this](const Error& why, std::string_view bytes) {
      reading_.refuse(why, peer_, bytes);
    };
    const auto taken = [this](std::string_view message) { reading_.take(message, peer_, host_); };
    const bool goes_on = !failed && framing_.feed({bytes_.data(), size}, taken, refused);
    if (failed) framing_.end(refused);
    bring(reading_.done());
    if (goes_on) return read();
    close();
  }

  void bring(std::vector<alarm::Command> commands) {
    if (commands.empty()) return;
    const size_t count = commands.size();
    under_way_ += count;
    const auto done = [self = this->shared_from_this(), count](const door::Settled&) {
      asio::post(self->place_.loop.context, [self, count] { self->under_way_ -= count; });
    };
    place_.loop.intake.take(std::move(commands), place_.door, done);
  }

  void wait() {
    busy_.expires_after(busy_wait);
    busy_.async_wait([self = this->shared_from_this()](const error_code& failed) {
      if (!failed) self->read();
    });
  }

  Stream stream_;
  std::string peer_, host_;
  Place place_;
  Timer idle_, busy_;
  Reading reading_;
  Framing framing_;
  std::vector<char> bytes_;
  size_t under_way_ = 0;  // alarms that are not durable
};

template <class Stream>
class StreamListener {
 public:
  StreamListener(Loop& loop, std::shared_ptr<door::Door> door, asio::ssl::context* tls)
      : loop_(loop),
        door_(std::move(door)),
        tls_(tls),
        acceptor_(loop.context),
        timer_(loop.context) {}

  Result<void> open(const std::string& address) {
    const auto found = door::resolve(address, SOCK_STREAM);
    if (!found) return tl::unexpected(found.error());
    tcp::endpoint endpoint;
    std::memcpy(endpoint.data(), (*found)->ai_addr, (*found)->ai_addrlen);
    endpoint.resize((*found)->ai_addrlen);
    error_code failed;
    acceptor_.open(endpoint.protocol(), failed);
    if (!failed) acceptor_.set_option(tcp::acceptor::reuse_address(true), failed);
    if (!failed) acceptor_.bind(endpoint, failed);
    if (!failed) acceptor_.listen(asio::socket_base::max_listen_connections, failed);
    if (failed) return not_free(text_of(endpoint), failed);
    door_->set_address(text_of(acceptor_.local_endpoint()));
    door_->set_state(door::DoorState::listening);
    return {};
  }

  void listen() {
    acceptor_.async_accept([this](const error_code& failed, tcp::socket socket) {
      if (failed == asio::error::operation_aborted) return;
      if (failed) return wait();
      welcome(std::move(socket));
      listen();
    });
  }
  void close_all() {
    for (auto* connection : std::set(*connections_)) connection->close();
  }

 private:
  // Out of descriptors, most of all: later there may be some again.
  void wait() {
    timer_.expires_after(busy_wait);
    timer_.async_wait([this](const error_code& failed) {
      if (!failed) listen();
    });
  }

  void welcome(tcp::socket socket) {
    error_code failed;
    const tcp::endpoint from = socket.remote_endpoint(failed);
    if (failed) return;
    const std::string peer = text_of(from), host = from.address().to_string();
    if (connections_->size() >= limits::syslog_connections_max)
      return door_->refuse(too_many("connections_must_be_fewer").value(), peer, {});
    using One = Connection<Stream>;
    const typename One::Place place{loop_, door_, connections_};
    if constexpr (std::is_same_v<Stream, TlsStream>)
      std::make_shared<One>(TlsStream(std::move(socket), *tls_), peer, host, place)->begin();
    else
      std::make_shared<One>(std::move(socket), peer, host, place)->begin();
  }

  Loop& loop_;
  std::shared_ptr<door::Door> door_;
  asio::ssl::context* tls_;
  tcp::acceptor acceptor_;
  Timer timer_;
  std::shared_ptr<std::set<Connection<Stream>*>> connections_ =
      std::make_shared<std::set<Connection<Stream>*>>();
};

Result<void> prepare(asio::ssl::context& tls, const Options& options) {
  if (options.certificate.empty() || options.key.empty())
    return invalid("certificate_must_be_given", "syslog-tls-certificate");
  error_code failed;
  tls.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 |
                      asio::ssl::context::no_tlsv1_1,
                  failed);
  if (!failed) tls.use_certificate_chain_file(options.certificate, failed);
  if (!failed) tls.use_private_key_file(options.key, asio::ssl::context::pem, failed);
  if (!failed && !options.authorities.empty()) {
    tls.load_verify_file(options.authorities, failed);
    if (!failed)
      tls.set_verify_mode(asio::ssl::verify_peer | asio::ssl::verify_fail_if_no_peer_cert, failed);
  }
  if (failed)
    return invalid("certificate_must_be_readable", "syslog-tls-certificate", failed.message());
  return {};
}

}  // namespace

struct Listeners::Inside {
  Inside(LiveRules rules, door::Intake& intake)
      : loop{.rules = std::move(rules), .intake = intake} {}

  Loop loop;
  asio::ssl::context tls_context{asio::ssl::context::tls_server};
  std::optional<UdpListener> datagrams;
  std::optional<StreamListener<tcp::socket>> streams;
  std::optional<StreamListener<TlsStream>> tls_streams;
  std::vector<std::shared_ptr<door::Door>> doors;
  std::thread thread;

  // Opens the listener at the address, where one is wanted.
  template <class Listener, class... More>
  Result<void> open(std::optional<Listener>& listener, const std::string& address,
                    const std::shared_ptr<door::Door>& door, More... more) {
    doors.push_back(door);
    listener.emplace(loop, door, more...);
    return listener->open(address);
  }
};

Listeners::Listeners(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Listeners::~Listeners() { stop(); }

Result<std::unique_ptr<Listeners>> Listeners::open(const Options& options, LiveRules rules,
                                                   door::Doors& doors, door::Intake& intake) {
  auto inside = std::make_unique<Inside>(std::move(rules), intake);
  const auto door_of = [&](std::string name, const std::string& address) {
    return doors.open({.name = std::move(name), .kind = "syslog", .address = address});
  };
  Result<void> opened;
  if (!options.udp.empty())
    opened = inside->open(inside->datagrams, options.udp, door_of("syslog-udp", options.udp));
  if (opened && !options.tcp.empty())
    opened =
        inside->open(inside->streams, options.tcp, door_of("syslog-tcp", options.tcp), nullptr);
  if (opened && !options.tls.empty()) {
    opened = prepare(inside->tls_context, options);
    if (opened)
      opened = inside->open(inside->tls_streams, options.tls, door_of("syslog-tls", options.tls),
                            &inside->tls_context);
  }
  if (!opened) return tl::unexpected(opened.error());
  return std::unique_ptr<Listeners>(new Listeners(std::move(inside)));
}

void Listeners::start() {
  if (inside_->datagrams) inside_->datagrams->listen();
  if (inside_->streams) inside_->streams->listen();
  if (inside_->tls_streams) inside_->tls_streams->listen();
  inside_->thread = std::thread([this] { inside_->loop.context.run(); });
}

void Listeners::stop() {
  if (!inside_->thread.joinable()) return;
  inside_->loop.context.stop();
  inside_->thread.join();
  if (inside_->streams) inside_->streams->close_all();
  if (inside_->tls_streams) inside_->tls_streams->close_all();
  for (const auto& door : inside_->doors) door->set_state(door::DoorState::closed);
}

}  // namespace lifeline::syslog
