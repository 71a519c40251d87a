#pragma once

#include <chrono>

#include <boost/asio/ip/tcp.hpp>

namespace firstlight::transport {

/// How soon a connection counts as lost whose other end vanished without a word: power cut, out of Wi-Fi range.
struct Liveliness {
    std::chrono::seconds idle{6};      ///< silence before the system asks whether the other end is still there
    std::chrono::seconds interval{3};  ///< between two such questions
    int probes = 3;                    ///< as many unanswered ones end it

    /// Also the longest that bytes may stay unacknowledged.
    std::chrono::seconds longest_doubt() const { return idle + interval * probes; }
};

/// Sends without delay and watches the other end. What a system does not offer is left as it is.
void make_lively(boost::asio::ip::tcp::socket& socket, Liveliness liveliness = {});

}  // namespace firstlight::transport
