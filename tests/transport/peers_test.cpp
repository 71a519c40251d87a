#include "formats/modbus.h"
#include "tests/transport/scripted_device.h"
#include "transport/link.h"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include <arpa/inet.h>
#include <catch2/catch_test_macros.hpp>
#include <fmt/format.h>
#include <modbus/modbus.h>
#include <pty.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/// Our client against servers that are not ours: libmodbus on TCP and on a serial line, ser2net before a serial line.
using namespace firstlight;
using namespace firstlight::transport;
using namespace std::chrono_literals;
using formats::Function;

namespace {

LinkOptions fast() {
    LinkOptions options;
    options.pace.interval = {};
    options.answer_timeout = 2s;
    return options;
}

/// libmodbus' server on a thread of its own; register n of each table holds n.
class LibmodbusServer {
  public:
    explicit LibmodbusServer(modbus_t* context) : context_(context) {
        for (int i = 0; i < registers; ++i) {
            map_->tab_registers[i] = static_cast<std::uint16_t>(i);
            map_->tab_input_registers[i] = static_cast<std::uint16_t>(1000 + i);
        }
    }
    ~LibmodbusServer() {
        stopping_ = true;
        if (thread_.joinable()) thread_.join();
        modbus_close(context_);
        modbus_mapping_free(map_);
        modbus_free(context_);
    }

    void run() {
        modbus_set_indication_timeout(context_, 0, 100000);
        thread_ = std::thread([this] {
            std::uint8_t query[MODBUS_TCP_MAX_ADU_LENGTH];
            while (!stopping_) {
                const int size = modbus_receive(context_, query);
                if (size > 0) modbus_reply(context_, query, size, map_);
            }
        });
    }

  private:
    static constexpr int registers = 200;
    modbus_t* context_;
    modbus_mapping_t* map_ = modbus_mapping_new(registers, registers, registers, registers);
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

std::uint16_t free_port() {
    const int probe = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::bind(probe, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    socklen_t size = sizeof address;
    ::getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size);
    ::close(probe);
    return ntohs(address.sin_port);
}

/// What every server must let us do.
awaitable<void> read_and_write(Link& link) {
    const auto inputs = co_await link.read_registers(1, Function::read_input_registers, 5, 3);
    CHECK(inputs == formats::Words{1005, 1006, 1007});
    formats::Request write = formats::WriteMultipleRegisters{10, {0xCAFE, 0x1234}};
    co_await link.transact(1, std::move(write));
    formats::Request single = formats::WriteSingleRegister{12, 0xBEEF};
    co_await link.transact(1, std::move(single));
    formats::Request mask = formats::MaskWriteRegister{12, 0x00FF, 0x1200};
    co_await link.transact(1, std::move(mask));
    const auto holding = co_await link.read_registers(1, Function::read_holding_registers, 9, 4);
    CHECK(holding == formats::Words{9, 0xCAFE, 0x1234, 0x12EF});
    formats::Request both = formats::ReadWriteMultipleRegisters{20, 2, 20, {7}};
    const auto exchanged = co_await link.transact(1, std::move(both));
    CHECK(exchanged == formats::Response{formats::Registers{{7, 21}}});
    formats::Request coils = formats::WriteMultipleCoils{3, {true, false, true}};
    co_await link.transact(1, std::move(coils));
    formats::Request bits = formats::ReadBits{Function::read_coils, 2, 5};
    const auto read_bits = co_await link.transact(1, std::move(bits));
    CHECK(read_bits == formats::Response{formats::Bits{{false, true, false, true, false}}});
    formats::Request beyond = formats::ReadRegisters{Function::read_holding_registers, 1000, 1};
    const auto refused = co_await link.ask(1, std::move(beyond));
    CHECK(refused
          == Answer{formats::Response{
              formats::Exception{Function::read_holding_registers, formats::ExceptionCode::illegal_data_address}}});
}

/// A child process that ends with its owner.
class Child {
  public:
    explicit Child(std::vector<std::string> words) {
        std::vector<char*> arguments;
        for (auto& word : words) arguments.push_back(word.data());
        arguments.push_back(nullptr);
        REQUIRE(::posix_spawnp(&pid_, arguments[0], nullptr, nullptr, arguments.data(), environ) == 0);
    }
    ~Child() {
        ::kill(pid_, SIGTERM);
        ::waitpid(pid_, nullptr, 0);
    }

  private:
    pid_t pid_ = -1;
};

awaitable<std::unique_ptr<Link>> open_when_ready(Endpoint endpoint) {
    for (int attempt = 0; attempt < 100; ++attempt) {
        std::unique_ptr<Link> link;
        try {
            link = co_await open_link(endpoint, fast());
        } catch (const LinkError&) {
            link.reset();
        }
        if (link) co_return std::move(link);
        co_await sleep_for(50ms);
    }
    co_return nullptr;
}

}  // namespace

TEST_CASE("our client reads and writes a libmodbus TCP server") {
    const auto port = free_port();
    auto* context = modbus_new_tcp("127.0.0.1", port);
    int listening = modbus_tcp_listen(context, 1);
    REQUIRE(listening >= 0);
    LibmodbusServer server(context);
    Runtime runtime;
    std::thread accepting([&] { modbus_tcp_accept(context, &listening); });
    auto link = runtime.run(open_link(TcpEndpoint{"127.0.0.1", port}, fast()));
    accepting.join();
    server.run();
    runtime.run(read_and_write(*link));
    runtime.run(link->close());
    ::close(listening);
}

TEST_CASE("our client reads and writes a libmodbus server on a serial line") {
    int master = -1;
    int slave = -1;
    char name[64] = {};
    // libmodbus takes the slave side of one pty, we the slave side of another; bytes are carried between the masters.
    REQUIRE(::openpty(&master, &slave, name, nullptr, nullptr) == 0);
    int our_master = -1;
    int our_slave = -1;
    char our_name[64] = {};
    REQUIRE(::openpty(&our_master, &our_slave, our_name, nullptr, nullptr) == 0);
    std::atomic<bool> done{false};
    const auto carry = [&done](int from, int to) {
        std::uint8_t buffer[256];
        while (!done) {
            const auto count = ::read(from, buffer, sizeof buffer);
            if (count <= 0 || ::write(to, buffer, static_cast<std::size_t>(count)) < 0) return;
        }
    };
    std::thread there([&] { carry(our_master, master); });
    std::thread back([&] { carry(master, our_master); });
    {
        auto* context = modbus_new_rtu(name, 115200, 'N', 8, 1);
        modbus_set_slave(context, 1);
        REQUIRE(modbus_connect(context) == 0);
        LibmodbusServer server(context);
        server.run();
        Runtime runtime;
        auto link = runtime.run(open_link(RtuEndpoint{our_name, {115200, Parity::none, 1}}, fast()));
        runtime.run(read_and_write(*link));
        CHECK(link->statistics().all.garbled == 0);
    }
    done = true;
    for (const int end : {slave, our_slave}) ::write(end, "x", 1);
    there.join();
    back.join();
    for (const int end : {master, slave, our_master, our_slave}) ::close(end);
}

TEST_CASE("our client reads through ser2net before a serial line") {
    test::ScriptedDevice device;
    Runtime runtime;
    SerialServerOptions line;
    line.settings = {19200, Parity::none, 1};
    auto server = serve_pty(runtime, "", line, device.handler());
    const auto port = free_port();
    const auto file = std::filesystem::temp_directory_path() / fmt::format("firstlight_ser2net_{}.yaml", ::getpid());
    std::ofstream(file) << fmt::format(
        "connection: &line\n  accepter: tcp,127.0.0.1,{}\n  connector: serialdev,{},19200n81,local\n", port,
        std::get<RtuEndpoint>(server->endpoint()).port);
    const Child ser2net({"ser2net", "-n", "-c", file.string()});
    auto link = runtime.run(open_when_ready(RtuOverTcpEndpoint{"127.0.0.1", port}));
    REQUIRE(link);
    const auto words = runtime.run(link->read_registers(1, Function::read_input_registers, 30000, 20));
    REQUIRE(words.size() == 20);
    CHECK(words.front() == 30000);
    CHECK(words.back() == 30019);
    formats::Request write = formats::WriteSingleRegister{40029, 1};
    CHECK(runtime.run(link->transact(1, std::move(write))) == formats::Response{formats::Written{}});
    std::filesystem::remove(file);
}
