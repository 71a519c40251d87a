#include "ui/picture_serials.h"

#include "commissioning/serial_comparison.h"
#include "ui/words.h"

#include <algorithm>

#include <wx/filedlg.h>
#include <wx/image.h>
#include <wx/log.h>
#include <zbar.h>

namespace firstlight::ui {

namespace {

std::vector<unsigned char> greys_of(const wxImage& picture) {
    const auto pixels = static_cast<std::size_t>(picture.GetWidth()) * static_cast<std::size_t>(picture.GetHeight());
    const auto* colours = picture.GetData();
    std::vector<unsigned char> greys(pixels);
    for (std::size_t i = 0; i < pixels; ++i)  // the weights of ITU-R BT.601, in 256ths
        greys[i] = static_cast<unsigned char>((77 * colours[3 * i] + 150 * colours[3 * i + 1] + 29 * colours[3 * i + 2])
                                              / 256);
    return greys;
}

/// The texts of all codes on the picture; labels carry a QR code or bars.
std::vector<std::string> codes_in(const wxImage& picture) {
    zbar::ImageScanner scanner;
    scanner.set_config(zbar::ZBAR_NONE, zbar::ZBAR_CFG_ENABLE, 0);
    for (const auto kind : {zbar::ZBAR_QRCODE, zbar::ZBAR_CODE39, zbar::ZBAR_CODE128})
        scanner.set_config(kind, zbar::ZBAR_CFG_ENABLE, 1);
    const auto greys = greys_of(picture);
    zbar::Image image(static_cast<unsigned>(picture.GetWidth()), static_cast<unsigned>(picture.GetHeight()), "Y800",
                      greys.data(), greys.size());
    std::vector<std::string> texts;
    if (scanner.scan(image) > 0)
        for (auto code = image.symbol_begin(); code != image.symbol_end(); ++code) texts.push_back(code->get_data());
    return texts;
}

/// Adds what the picture holds; the words say why there is nothing.
wxString take(const std::filesystem::path& file, std::vector<std::string>& serials) {
    const auto name = to_utf8(file.filename());
    const wxLogNull no_message_box;
    const wxImage picture(to_wx(to_utf8(file)));
    if (!picture.IsOk()) return trf("{} is no picture that can be read. Choose a PNG or JPEG file.", name);
    const auto codes = codes_in(picture);
    if (codes.empty())
        return trf("{} shows no code that can be read. Take it again from nearer, sharp and without glare.", name);
    bool any = false;
    for (const auto& code : codes)
        for (auto& serial : commissioning::serials_in_code(code)) {
            any = true;
            if (std::ranges::find(serials, serial) == serials.end()) serials.push_back(std::move(serial));
        }
    return any ? wxString() : trf("The code on {} holds no serial number. Type the number from the label.", name);
}

}  // namespace

PictureSerials serials_in_pictures(const std::vector<std::filesystem::path>& files) {
    PictureSerials result;
    for (const auto& file : files) {
        const auto trouble = take(file, result.serials);
        if (!trouble.empty()) result.trouble += (result.trouble.empty() ? "" : "\n") + trouble;
    }
    return result;
}

Job ask_for_picture_serials(wxWindow& parent, Bridge& bridge, std::function<void(PictureSerials)> read,
                            Bridge::Failed failed) {
    wxFileDialog dialog(&parent, tr("Serial numbers from a picture"), {}, {},
                        tr("Pictures") + " (*.png;*.jpg;*.jpeg)|*.png;*.jpg;*.jpeg;*.PNG;*.JPG;*.JPEG",
                        wxFD_OPEN | wxFD_FILE_MUST_EXIST | wxFD_MULTIPLE);
    if (dialog.ShowModal() != wxID_OK) return {};
    wxArrayString paths;
    dialog.GetPaths(paths);
    std::vector<std::filesystem::path> files;
    for (const auto& path : paths) files.push_back(std::filesystem::u8path(to_utf8(path)));
    return bridge.start_beside<PictureSerials>([files] { return serials_in_pictures(files); }, std::move(read),
                                               std::move(failed));
}

}  // namespace firstlight::ui
