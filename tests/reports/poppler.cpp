#include "poppler.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>

#include <cairo.h>

namespace firstlight::test {

namespace fs = std::filesystem;

namespace {

std::string output_of(const std::string& command) {
    std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), ::pclose);
    if (!pipe) throw std::runtime_error("cannot run " + command);
    std::string text;
    std::array<char, 4096> buffer{};
    while (const auto got = std::fread(buffer.data(), 1, buffer.size(), pipe.get())) text.append(buffer.data(), got);
    if (::pclose(pipe.release()) != 0) throw std::runtime_error("failed: " + command);
    return text;
}

std::string quoted(const fs::path& file) {
    return "'" + file.string() + "'";
}

}  // namespace

std::string text_of(const fs::path& pdf, const std::string& mode) {
    return output_of("pdftotext -enc UTF-8 " + mode + " " + quoted(pdf) + " -");
}

std::string info_of(const fs::path& pdf, const std::string& name) {
    const std::string text = "\n" + output_of("pdfinfo -isodates " + quoted(pdf));
    const auto found = text.find("\n" + name + ":");
    if (found == std::string::npos) return {};
    const auto begin = text.find_first_not_of(' ', found + name.size() + 2);
    return text.substr(begin, text.find('\n', begin) - begin);
}

int page_count(const fs::path& pdf) {
    return std::stoi(info_of(pdf, "Pages"));
}

std::vector<Picture> render(const fs::path& pdf, int dots_per_inch) {
    const Folder folder;
    output_of("pdftoppm -gray -png -r " + std::to_string(dots_per_inch) + " " + quoted(pdf) + " "
              + quoted(folder / "page"));
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder.path())) files.push_back(entry.path());
    std::ranges::sort(files);
    std::vector<Picture> pictures;
    for (const fs::path& file : files) pictures.push_back(load_png(file));
    return pictures;
}

Picture load_png(const fs::path& file) {
    const std::unique_ptr<cairo_surface_t, void (*)(cairo_surface_t*)> surface(
        cairo_image_surface_create_from_png(file.c_str()), cairo_surface_destroy);
    if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS)
        throw std::runtime_error("no PNG: " + file.string());
    Picture picture{cairo_image_surface_get_width(surface.get()), cairo_image_surface_get_height(surface.get()), {}};
    const unsigned char* data = cairo_image_surface_get_data(surface.get());
    const int stride = cairo_image_surface_get_stride(surface.get());
    for (int y = 0; y < picture.height; ++y)
        for (int x = 0; x < picture.width; ++x) picture.pixels.push_back(data[y * stride + 4 * x + 1]);
    return picture;
}

void save_png(const Picture& picture, const fs::path& file) {
    const std::unique_ptr<cairo_surface_t, void (*)(cairo_surface_t*)> surface(
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, picture.width, picture.height), cairo_surface_destroy);
    unsigned char* data = cairo_image_surface_get_data(surface.get());
    const int stride = cairo_image_surface_get_stride(surface.get());
    for (int y = 0; y < picture.height; ++y)
        for (int x = 0; x < picture.width; ++x)
            std::fill_n(data + y * stride + 4 * x, 3, static_cast<unsigned char>(picture.at(x, y)));
    cairo_surface_mark_dirty(surface.get());
    if (cairo_surface_write_to_png(surface.get(), file.c_str()) != CAIRO_STATUS_SUCCESS)
        throw std::runtime_error("cannot write " + file.string());
}

Folder::Folder() {
    std::string name = (fs::temp_directory_path() / "firstlight-report-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error("cannot make " + name);
    path_ = name;
}

Folder::~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

}  // namespace firstlight::test
