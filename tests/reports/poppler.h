#pragma once

#include <filesystem>
#include <string>
#include <vector>

/// PDF files read back with poppler's programs, as another reader sees them.
namespace firstlight::test {

/// A page in shades of grey, 0 black to 255 white.
struct Picture {
    int width = 0, height = 0;
    std::vector<unsigned char> pixels;
    int at(int x, int y) const {
        return pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)];
    }
};

/// In the order of drawing, cell by cell (pdftotext -raw), or as it lies on the page (-layout).
std::string text_of(const std::filesystem::path& pdf, const std::string& mode = "-raw");
/// The value of a line of pdfinfo ("Pages", "Title").
std::string info_of(const std::filesystem::path& pdf, const std::string& name);
int page_count(const std::filesystem::path& pdf);
std::vector<Picture> render(const std::filesystem::path& pdf, int dots_per_inch);

Picture load_png(const std::filesystem::path& file);
void save_png(const Picture& picture, const std::filesystem::path& file);

/// A fresh folder that goes away with this.
class Folder {
  public:
    Folder();
    ~Folder();
    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

}  // namespace firstlight::test
