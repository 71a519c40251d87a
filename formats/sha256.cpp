#include "formats/sha256.h"

#include <array>
#include <cerrno>
#include <fstream>
#include <memory>
#include <new>
#include <stdexcept>
#include <system_error>
#include <vector>

#include <fmt/format.h>
#include <openssl/evp.h>

namespace firstlight::formats {
namespace {

class Sha256 {
  public:
    Sha256() : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
        if (!context_) throw std::bad_alloc();
        require(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr));
    }

    void add(const void* data, std::size_t size) { require(EVP_DigestUpdate(context_.get(), data, size)); }

    std::string hex() {
        std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
        unsigned int size = 0;
        require(EVP_DigestFinal_ex(context_.get(), digest.data(), &size));
        std::string text;
        for (unsigned int i = 0; i < size; ++i) text += fmt::format("{:02x}", digest[i]);
        return text;
    }

  private:
    static void require(int result) {
        if (result != 1) throw std::runtime_error("OpenSSL could not compute a SHA-256");
    }

    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

}  // namespace

std::string sha256_hex(ByteView bytes) {
    Sha256 hash;
    hash.add(bytes.data(), bytes.size());
    return hash.hex();
}

std::string sha256_hex(std::string_view text) {
    Sha256 hash;
    hash.add(text.data(), text.size());
    return hash.hex();
}

std::string sha256_hex_of_file(const std::filesystem::path& file) {
    errno = 0;
    std::ifstream stream(file, std::ios::binary);
    std::vector<char> piece(1 << 16);
    Sha256 hash;
    while (stream.read(piece.data(), static_cast<std::streamsize>(piece.size())) || stream.gcount() > 0)
        hash.add(piece.data(), static_cast<std::size_t>(stream.gcount()));
    if (!stream.eof()) throw std::system_error(errno ? errno : EIO, std::generic_category(), file.string());
    return hash.hex();
}

}  // namespace firstlight::formats
