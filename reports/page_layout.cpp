#include "reports/page_flow.h"
#include "text/text.h"

#include <algorithm>

#include <fmt/format.h>

namespace firstlight::reports {

namespace {

constexpr Font body{style::body, false};
constexpr Font name_font{style::body, false};
constexpr Font title_font{style::section_title, true};
constexpr Font edge_font{style::small, false};

void set_block(PageFlow& flow, const Block& block) {
    const auto* paragraph = std::get_if<Paragraph>(&block);
    flow.gap(paragraph && paragraph->close ? 1 : style::block_gap);
    if (paragraph)
        flow.paragraph(paragraph->text, body, paragraph->muted ? style::muted : style::black);
    else if (const auto* facts = std::get_if<Facts>(&block))
        set_facts(flow, *facts);
    else if (const auto* table = std::get_if<Table>(&block))
        set_table(flow, *table);
}

/// Of a few names and values, which stay together.
double short_height(const Facts& facts) {
    return static_cast<double>(std::min<std::size_t>(facts.rows.size(), 10)) * (line_height(body) + 2);
}

/// What must stand under a title, so that it does not end a page: up to three lines, or a table's first row.
double beginning_of(const PageFlow& flow, const Section& section) {
    double height = 0;
    for (const Block& block : section.blocks) {
        height += style::block_gap;
        if (const auto* table = std::get_if<Table>(&block)) return height + table_beginning(flow, *table);
        if (const auto* facts = std::get_if<Facts>(&block)) return height + short_height(*facts);
        const auto& text = std::get<Paragraph>(block).text;
        height += line_height(body)
                  * static_cast<double>(std::min<std::size_t>(3, flow.fonts().wrap(text, flow.width(), body).size()));
    }
    return height;
}

void set_section(PageFlow& flow, const Section& section) {
    const double beginning = std::min(beginning_of(flow, section), (flow.bottom() - flow.top()) / 2);
    flow.gap(style::section_gap);
    flow.ensure(line_height(title_font) + beginning);
    flow.bookmark(section.title, 0);
    flow.draw(BeginTag{"H1"});
    flow.line(flow.left(), flow.y(), section.title, title_font, style::accent);
    flow.draw(EndTag{"H1"});
    flow.skip(line_height(title_font) - 4);
    for (const Block& block : section.blocks) set_block(flow, block);
}

DrawText edge_text(const FontSet& fonts, double x, double baseline, const std::string& text, bool to_right,
                   Font font = edge_font) {
    return {to_right ? x - fonts.width(text, font) : x, baseline, text, font, style::muted};
}

/// Head and foot, which know the number of pages only at the end.
void set_edges(PageFlow& flow, const ReportModel& model) {
    Pages& pages = flow.pages();
    const FontSet& fonts = flow.fonts();
    const double foot = pages.height - style::margin - 2;
    for (std::size_t i = 0; i < pages.pages.size(); ++i) {
        auto& steps = pages.pages[i].steps;
        if (i > 0) {
            const double head = style::margin + style::small;
            const std::string site = fonts.shortened(model.cover.title, flow.width() * 0.6, edge_font);
            steps.emplace_back(edge_text(fonts, flow.left(), head, model.cover.kind, false));
            steps.emplace_back(edge_text(fonts, flow.right(), head, site, true));
        }
        steps.emplace_back(DrawLine{flow.left(), foot - 12, flow.right(), foot - 12, 0.5, style::hairline});
        steps.emplace_back(edge_text(fonts, flow.left(), foot, text::trf("Visit {}", model.visit_id), false));
        const std::string code = text::trf("Verification {}", model.code);
        steps.emplace_back(edge_text(fonts, (pages.width - fonts.width(code, edge_font)) / 2, foot, code, false));
        steps.emplace_back(
            edge_text(fonts, flow.right(), foot, text::trf("Page {} of {}", i + 1, pages.pages.size()), true));
    }
}

}  // namespace

void set_facts(PageFlow& flow, const Facts& facts) {
    double names = 0;
    for (const auto& [name, value] : facts.rows) names = std::max(names, flow.fonts().width(name, name_font));
    const double x = flow.left() + std::min(names + 18, flow.width() / 3);
    flow.ensure(short_height(facts));
    for (const auto& [name, value] : facts.rows) {
        const auto lines = flow.fonts().wrap(value, flow.right() - x, body);
        flow.ensure(line_height(body) * std::min<double>(static_cast<double>(lines.size()), 3));
        flow.draw(BeginTag{"P"});
        flow.line(flow.left(), flow.y(), name, name_font, style::muted);
        for (const std::string& one : lines) {
            if (flow.room() < line_height(body)) {
                flow.draw(EndTag{"P"});
                flow.new_page();
                flow.draw(BeginTag{"P"});
            }
            flow.line(x, flow.y(), one, body);
            flow.skip(line_height(body));
        }
        flow.draw(EndTag{"P"});
        flow.skip(2);
    }
}

Pages set_pages(const ReportModel& model, const FontSet& fonts, Paper paper, bool logo) {
    PageFlow flow(fonts, paper);
    flow.new_page();
    for (const Section& section : model.sections) set_section(flow, section);
    set_cover(flow, model.cover, logo);
    set_edges(flow, model);
    return std::move(flow.pages());
}

}  // namespace firstlight::reports
