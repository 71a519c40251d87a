#include "transport/listener.h"

#include "text/text.h"
#include "transport/station_link.h"
#include "transport/tcp_link.h"

#include <algorithm>
#include <deque>
#include <list>
#include <utility>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

namespace firstlight::transport {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr std::size_t most_callers_at_once = 16;
constexpr std::size_t most_turned_away = 200;
constexpr std::size_t most_waiting = 500;
constexpr Milliseconds pause_after_failed_accept{200};

LinkFault fault_of_listening(const boost::system::error_code& error) {
    LinkFault fault{LinkFailure::unreachable, {}, {}, {}, error.message()};
    if (error == asio::error::address_in_use) fault.kind = LinkFailure::port_in_use;
    if (error == asio::error::access_denied) fault.kind = LinkFailure::port_denied;
    return fault;
}

tcp::acceptor listen_at(asio::any_io_executor executor, const ListenEndpoint& endpoint) {
    boost::system::error_code error;
    const auto address = asio::ip::make_address(endpoint.address, error);
    if (error)
        throw LinkError(endpoint, LinkFault{LinkFailure::name_unknown, {}, {}, {}, text::tr("not a numeric address")});
    const tcp::endpoint place(address, endpoint.port);
    tcp::acceptor acceptor(std::move(executor));
    acceptor.open(place.protocol(), error);
#ifndef _WIN32
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
#endif
    if (!error) acceptor.bind(place, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) throw LinkError(endpoint, fault_of_listening(error));
    return acceptor;
}

std::string name_of(const tcp::socket& socket) {
    boost::system::error_code error;
    const auto peer = socket.remote_endpoint(error);
    return error ? "unknown" : fmt::format("{}:{}", peer.address().to_string(), peer.port());
}

/// Everything the accepting coroutines share; stations that wait to be fetched lie in `ready`.
struct Hall : std::enable_shared_from_this<Hall> {
    struct Guest {
        std::string serial, peer;
        std::unique_ptr<Link> connection;
    };

    Hall(tcp::acceptor open, ListenEndpoint where, ListenerOptions with, IdentifyStation by)
        : acceptor(std::move(open)), endpoint(std::move(where)), options(std::move(with)), identify(std::move(by)) {}

    void turn_away(std::string peer, std::string serial, std::string reason) {
        const TurnedAway caller{std::move(peer), std::move(serial), std::move(reason)};
        if (options.on_turned_away) options.on_turned_away(caller);
        if (turned_away.size() < most_turned_away) turned_away.push_back(caller);
    }

    void tell_waiters() {
        ++news;
        for (auto* waiter : waiters) waiter->cancel();
    }

    /// Returns when a guest came or the time is over.
    awaitable<void> wait_for_news(Clock::time_point until) {
        const auto before = news;
        asio::steady_timer timer(acceptor.get_executor(), until);
        const auto place = waiters.insert(waiters.end(), &timer);
        const auto leave = [this](const std::list<asio::steady_timer*>::iterator* entry) { waiters.erase(*entry); };
        const std::unique_ptr<const std::list<asio::steady_timer*>::iterator, decltype(leave)> guard(&place, leave);
        boost::system::error_code error;
        co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, error));
        if (error && news == before) throw boost::system::system_error(error);
    }

    std::optional<Guest> take(const std::optional<std::string>& serial) {
        const auto guest = std::find_if(ready.begin(), ready.end(),
                                        [&](const Guest& one) { return !serial || one.serial == *serial; });
        if (guest == ready.end()) return std::nullopt;
        auto taken = std::move(*guest);
        ready.erase(guest);
        return taken;
    }

    tcp::acceptor acceptor;
    ListenEndpoint endpoint;
    ListenerOptions options;
    IdentifyStation identify;
    std::deque<Guest> ready;
    std::list<Task> greetings;
    std::vector<TurnedAway> turned_away;
    std::list<asio::steady_timer*> waiters;
    std::uint64_t news = 0;
    bool closed = false;
};

awaitable<void> close_after(Clock::duration time, Link* link) {
    co_await sleep_for(time);
    co_await link->close();
}

/// The serial, or nothing when the caller did not tell it in time.
awaitable<std::optional<std::string>> serial_of(Hall& hall, Link& link, std::string& reason) {
    auto limit = spawn(hall.acceptor.get_executor(), close_after(hall.options.identify_within, &link));
    std::optional<std::string> serial;
    try {
        serial = co_await hall.identify(link);
    } catch (const LinkError& error) {
        reason = text::trf("it did not tell its serial number: {}", error.what());
    } catch (const DeviceRefused& error) {
        reason = text::trf("it refused to tell its serial number: {}", error.what());
    }
    limit.cancel();
    co_await limit.join();  // it refers to the link
    co_return serial;
}

awaitable<void> greet(std::shared_ptr<Hall> hall, tcp::socket socket) {
    auto peer = name_of(socket);
    auto link = std::make_unique<TcpLink>(hall->endpoint, hall->options.link, hall->acceptor.get_executor());
    link->adopt(std::move(socket));
    std::string reason;
    auto serial = co_await serial_of(*hall, *link, reason);
    const auto& allowed = hall->options.allowed_serials;
    if (serial && serial->empty())
        reason = text::tr("its serial number is empty");
    else if (serial && !allowed.empty() && !allowed.contains(*serial))
        reason = text::tr("its serial number is not on the list");
    if (!reason.empty()) {
        hall->turn_away(std::move(peer), serial.value_or(""), std::move(reason));
        co_return;
    }
    // Who dials again has left the connection before; nobody fetched it.
    std::erase_if(hall->ready, [&](const Hall::Guest& guest) { return guest.serial == *serial; });
    if (hall->ready.size() >= most_waiting) hall->ready.pop_front();
    hall->ready.push_back({std::move(*serial), std::move(peer), std::move(link)});
    hall->tell_waiters();
}

awaitable<void> accept_all(std::shared_ptr<Hall> hall) {
    while (!hall->closed) {
        boost::system::error_code error;
        auto socket = co_await hall->acceptor.async_accept(asio::redirect_error(asio::use_awaitable, error));
        if (hall->closed) co_return;
        std::erase_if(hall->greetings, [](const Task& greeting) { return greeting.done(); });
        if (error)
            co_await sleep_for(pause_after_failed_accept);
        else if (hall->greetings.size() >= most_callers_at_once)
            hall->turn_away(name_of(socket), "", text::tr("too many stations dialled in at once"));
        else
            hall->greetings.push_back(spawn(hall->acceptor.get_executor(), greet(hall, std::move(socket))));
    }
}

awaitable<std::unique_ptr<Link>> await_return(std::weak_ptr<Hall> weak, ListenEndpoint endpoint, std::string serial) {
    const auto hall = weak.lock();
    if (!hall || hall->closed)
        throw LinkError(
            endpoint, LinkFault{LinkFailure::closed, {}, {}, {}, text::tr("nobody listens for the station any more")});
    const auto until = Clock::now() + hall->options.link.connect_timeout;
    for (;;) {
        if (auto guest = hall->take(serial)) co_return std::move(guest->connection);
        if (Clock::now() >= until || hall->closed)
            throw LinkError(
                endpoint, LinkFault{LinkFailure::closed, {}, {}, {}, text::tr("the station has not dialled in again")});
        co_await hall->wait_for_news(until);
    }
}

class TcpListener final : public Listener {
  public:
    explicit TcpListener(std::shared_ptr<Hall> hall)
        : hall_(std::move(hall)), accepting_(spawn(hall_->acceptor.get_executor(), accept_all(hall_))) {}

    ~TcpListener() override {
        hall_->closed = true;
        boost::system::error_code ignored;
        hall_->acceptor.close(ignored);
        hall_->greetings.clear();
        hall_->tell_waiters();
    }

    ListenEndpoint endpoint() const override { return hall_->endpoint; }
    const std::vector<TurnedAway>& turned_away() const override { return hall_->turned_away; }

    awaitable<DialledIn> accept() override {
        const auto hall = hall_;
        for (;;) {
            if (auto guest = hall->take(std::nullopt)) co_return welcome(hall, std::move(*guest));
            co_await hall->wait_for_news(Clock::time_point::max());
            if (hall->closed)
                throw LinkError(hall->endpoint, LinkFault{LinkFailure::closed, {}, {}, {}, text::tr("closed here")});
        }
    }

  private:
    static DialledIn welcome(const std::shared_ptr<Hall>& hall, Hall::Guest guest) {
        auto again = [weak = std::weak_ptr(hall), endpoint = hall->endpoint](std::string serial) {
            return await_return(weak, endpoint, std::move(serial));
        };
        auto link = std::make_unique<StationLink>(guest.serial, std::move(guest.connection), hall->options.allow_writes,
                                                  std::move(again));
        return {std::move(guest.serial), std::move(guest.peer), std::move(link)};
    }

    std::shared_ptr<Hall> hall_;
    Task accepting_;
};

awaitable<std::string> read_serial(Link& link, std::uint8_t unit, formats::ReadRegisters request) {
    const auto words = co_await link.read_registers(unit, request.function, request.address, request.count, {});
    std::string text;
    for (const auto word : words) {
        text.push_back(static_cast<char>(word >> 8));
        text.push_back(static_cast<char>(word & 0xFF));
    }
    text.resize(std::min(text.size(), text.find('\0')));
    const auto last = text.find_last_not_of(' ');
    co_return text.substr(0, last == std::string::npos ? 0 : last + 1);
}

}  // namespace

IdentifyStation identify_by_registers(std::uint8_t unit, formats::ReadRegisters request) {
    return [unit, request](Link& link) { return read_serial(link, unit, request); };
}

awaitable<std::unique_ptr<Listener>> Listener::open(ListenEndpoint endpoint, ListenerOptions options,
                                                    IdentifyStation identify) {
    const auto executor = co_await asio::this_coro::executor;
    auto acceptor = listen_at(executor, endpoint);
    endpoint.port = acceptor.local_endpoint().port();
    auto hall =
        std::make_shared<Hall>(std::move(acceptor), std::move(endpoint), std::move(options), std::move(identify));
    co_return std::make_unique<TcpListener>(std::move(hall));
}

awaitable<DialledIn> await_station(ListenEndpoint endpoint, ListenerOptions options, IdentifyStation identify) {
    const std::shared_ptr<Listener> listener =
        co_await Listener::open(std::move(endpoint), std::move(options), std::move(identify));
    auto caller = co_await listener->accept();
    static_cast<StationLink&>(*caller.link).keep(listener);
    co_return caller;
}

std::string_view listen_warning() {
    return text::marked(
        "This connection is not encrypted: anybody between here and the station can read along or pretend to be the "
        "station. Use it only in a network you trust; it is read-only unless you allow writes.");
}

}  // namespace firstlight::transport
