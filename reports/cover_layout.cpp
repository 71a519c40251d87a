#include "reports/page_flow.h"
#include "text/text.h"

#include <algorithm>

#include <fmt/format.h>

namespace firstlight::reports {

namespace {

constexpr Font body{style::body, false};
constexpr Font body_bold{style::body, true};
constexpr Font kind_font{style::cover_kind, true};
constexpr Font title_font{style::cover_title, true};
constexpr Font place_font{style::cover_kind, false};
constexpr Font verdict_font{style::cover_verdict, true};
constexpr Font count_font{style::section_title + 2, true};
constexpr Font heading_font{style::body + 1, true};

/// Sets the first page after all others, because it names their numbers.
class CoverSetter {
  public:
    CoverSetter(PageFlow& flow, const Cover& cover, bool logo)
        : flow_(flow), page_(flow.pages().pages.front()), cover_(cover), logo_(logo) {}

    void set() {
        top();
        title();
        verdict();
        facts();
        statements();
        contents();
    }

  private:
    double bottom() const { return flow_.bottom(); }

    void text(double x, double y, std::string words, Font font, style::Color color = style::black) {
        if (!words.empty()) page_.steps.emplace_back(DrawText{x, y + 1.026 * font.size, std::move(words), font, color});
    }

    void tagged(const char* tag, double x, double y, std::string words, Font font, style::Color color = style::black) {
        page_.steps.emplace_back(BeginTag{tag});
        text(x, y, std::move(words), font, color);
        page_.steps.emplace_back(EndTag{tag});
    }

    void lines(const char* tag, double x, double width, const std::string& words, Font font, style::Color color,
               std::size_t most = 100) {
        auto wrapped = flow_.fonts().wrap(words, width, font);
        if (wrapped.size() > most) {
            wrapped.resize(most);
            wrapped.back() = flow_.fonts().shortened(wrapped.back() + " …", width, font);
        }
        page_.steps.emplace_back(BeginTag{tag});
        for (auto& one : wrapped) {
            text(x, y_, std::move(one), font, color);
            y_ += line_height(font);
        }
        page_.steps.emplace_back(EndTag{tag});
    }

    void top() {
        y_ = style::margin;
        if (logo_)
            flow_.pages().logo = DrawLogo{flow_.right() - style::logo_width, y_, style::logo_width, style::logo_height};
        const double room = flow_.width() - (logo_ ? style::logo_width + 20 : 0);
        tagged("P", flow_.left(), y_, flow_.fonts().shortened(cover_.company, room, body_bold), body_bold);
        y_ += style::logo_height + 48;
    }

    void title() {
        tagged("P", flow_.left(), y_, cover_.kind, kind_font, style::accent);
        y_ += line_height(kind_font) + 2;
        lines("H1", flow_.left(), flow_.width(), cover_.title, title_font, style::black, 3);
        y_ += 6;
        for (const std::string& line : cover_.address)
            lines("P", flow_.left(), flow_.width(), line, place_font, style::black, 2);
        y_ += 26;
    }

    void verdict() {
        constexpr double padding = 14, mark = 12;
        const double from = y_;
        const std::size_t box = page_.steps.size();
        page_.steps.emplace_back(DrawBox{});
        y_ += padding;
        page_.steps.emplace_back(DrawMark{cover_.mark, flow_.left() + padding, y_ + 2.6, mark});
        const double x = flow_.left() + padding + mark + 8;
        lines("P", x, flow_.right() - padding - x, cover_.headline, verdict_font, style::black);
        lines("P", x, flow_.right() - padding - x, cover_.sentence, body, style::black, 3);
        y_ += 12;
        counts(flow_.left() + padding, flow_.width() - 2 * padding);
        y_ += padding;
        page_.steps[box] = DrawBox{flow_.left(), from, flow_.width(), y_ - from, style::band};
        y_ += 24;
    }

    void counts(double x, double width) {
        const double step = width / static_cast<double>(std::max<std::size_t>(1, cover_.counts.size()));
        for (const Count& count : cover_.counts) {
            page_.steps.emplace_back(BeginTag{"P"});
            text(x, y_, std::to_string(count.number), count_font, count.number == 0 ? style::muted : style::black);
            page_.steps.emplace_back(DrawMark{count.mark, x, y_ + line_height(count_font) + 3, 6.2});
            text(x + 10, y_ + line_height(count_font), count.words, body, style::black);
            page_.steps.emplace_back(EndTag{"P"});
            x += step;
        }
        y_ += line_height(count_font) + line_height(body);
    }

    void facts() {
        double names = 0;
        for (const auto& [name, value] : cover_.facts.rows) names = std::max(names, flow_.fonts().width(name, body));
        const double x = flow_.left() + names + 18;
        for (const auto& [name, value] : cover_.facts.rows) {
            text(flow_.left(), y_, name, body, style::muted);
            lines("P", x, flow_.right() - x, value, body, style::black, 2);
            y_ += 2;
        }
        y_ += 14;
    }

    /// Each stands again in its section, so those that find no room here are only counted.
    void statements() {
        const double reserve = 3 * line_height(body);
        for (std::size_t i = 0; i < cover_.statements.size(); ++i) {
            const auto height =
                line_height(body)
                * static_cast<double>(flow_.fonts().wrap(cover_.statements[i], flow_.width(), body).size());
            if (y_ + height + reserve > bottom()) {
                lines("P", flow_.left(), flow_.width(),
                      text::trf("{} more remarks stand under \"Links, pace and data files\".",
                                cover_.statements.size() - i),
                      body, style::black);
                break;
            }
            lines("P", flow_.left(), flow_.width(), cover_.statements[i], body, style::black);
            y_ += 3;
        }
        y_ += 20;
    }

    /// In two columns at the foot of the page, each line leading to its section.
    void contents() {
        std::vector<const Bookmark*> sections;
        for (const Bookmark& mark : flow_.pages().bookmarks)
            if (mark.level == 0) sections.push_back(&mark);
        const std::size_t half = (sections.size() + 1) / 2;
        const double title_height = line_height(heading_font) + 6;
        const double needed = title_height + static_cast<double>(half) * content_step;
        if (y_ + needed > bottom()) return;
        const double from = bottom() - needed;
        tagged("H2", flow_.left(), from, text::tr("Contents"), heading_font, style::accent);
        const double width = (flow_.width() - 24) / 2;
        for (std::size_t i = 0; i < sections.size(); ++i) {
            const double x = i < half ? flow_.left() : flow_.left() + width + 24;
            const double y = from + title_height + static_cast<double>(i % half) * content_step;
            content_line(*sections[i], x, y, width);
        }
    }

    void content_line(const Bookmark& mark, double x, double y, double width) {
        const std::string number = std::to_string(mark.page + 1);
        page_.steps.emplace_back(
            BeginTag{"Link", fmt::format("page={} pos=[{:.2f} {:.2f}]", mark.page + 1, flow_.left(), mark.y)});
        text(x, y, mark.title, body);
        text(x + width - flow_.fonts().width(number, body), y, number, body);
        page_.steps.emplace_back(EndTag{"Link"});
        const double below = y + content_step - 2;
        page_.steps.emplace_back(DrawLine{x, below, x + width, below, 0.5, style::hairline});
    }

    static constexpr double content_step = 16;

    PageFlow& flow_;
    Page& page_;
    const Cover& cover_;
    bool logo_;
    double y_ = 0;
};

}  // namespace

void set_cover(PageFlow& flow, const Cover& cover, bool logo) {
    CoverSetter(flow, cover, logo).set();
}

}  // namespace firstlight::reports
