#include "reports/report_model.h"

#include "reports/model_sections.h"
#include "reports/report.h"
#include "reports/report_text.h"
#include "text/text.h"

#include <algorithm>

#include <fmt/format.h>

namespace firstlight::reports {

using commissioning::Visit;

namespace {

/// "commissioning" is "Commissioning report".
std::string kind_of(const Visit& visit) {
    if (visit.purpose.empty()) return text::tr("Report");
    auto kind = text::trf("{} report", text::tr(visit.purpose));
    if (kind[0] >= 'a' && kind[0] <= 'z') kind[0] = static_cast<char>(kind[0] - 'a' + 'A');
    return kind;
}

/// The person the report comes from: the installer, else the first named.
commissioning::Person author_of(const Visit& visit) {
    const auto installs = [](const commissioning::Person& person) {
        return person.role.find("nstaller") != std::string::npos || person.role == text::tr("installer");
    };
    const auto found = std::ranges::find_if(visit.people, installs);
    if (found != visit.people.end()) return *found;
    return visit.people.empty() ? commissioning::Person{} : visit.people.front();
}

std::string joined(const std::string& first, const std::string& second, const char* between) {
    if (first.empty() || second.empty()) return first + second;
    return first + between + second;
}

Facts cover_facts(const Visit& visit, const std::string& code) {
    Facts facts;
    add_fact(facts, text::tr("Station"),
             visit.anchor_serial.empty() ? text::tr("not identified") : visit.anchor_serial);
    const commissioning::Person author = author_of(visit);
    add_fact(facts, text::tr("Installer"), joined(author.name, author.company, ", "));
    add_fact(facts, text::tr("Visit"), visit.id);
    add_fact(facts, text::tr("Begun"), printed_time(visit.created));
    add_fact(facts, text::tr("Closed"), visit.closed ? printed_time(*visit.closed) : text::tr("still open"));
    add_fact(facts, text::tr("Verification"), code);
    add_fact(facts, text::tr("Program"), visit.program_version);
    return facts;
}

std::vector<std::string> cover_statements(const Visit& visit) {
    std::vector<std::string> statements{checked_against(visit)};
    const auto unverified =
        std::ranges::count_if(visit.checks, [](const auto& check) { return check.unverified_limit; });
    if (unverified > 0)
        statements.push_back(text::trf_n(
            "{} check compares with a limit that is only general knowledge, printed \"unverified\".",
            "{} checks compare with a limit that is only general knowledge, printed \"unverified\".", unverified));
    if (!visit.confirmations.empty())
        statements.push_back(text::trf_n("{} item was confirmed by hand, not read from the station.",
                                         "{} items were confirmed by hand, not read from the station.",
                                         static_cast<long long>(visit.confirmations.size())));
    for (auto&& text : user_file_statements(visit)) statements.push_back(std::move(text));
    for (auto&& text : pace_statements(visit)) statements.push_back(std::move(text));
    return statements;
}

Cover cover_of(const Visit& visit, const std::string& code) {
    const commissioning::Summary summary = commissioning::summarise(visit);
    Cover cover;
    cover.kind = kind_of(visit);
    cover.company = author_of(visit).company;
    cover.title = visit.site.customer.empty() ? text::tr("Site without a name") : visit.site.customer;
    for (const std::string& line :
         {visit.site.address, joined(visit.site.postcode, visit.site.city, " "), visit.site.country})
        if (!line.empty()) cover.address.push_back(line);
    cover.mark = mark_of(summary.verdict);
    cover.headline = headline_of(summary);
    cover.sentence = summary.sentence;
    cover.counts = counts_of(summary);
    cover.facts = cover_facts(visit, code);
    cover.statements = cover_statements(visit);
    return cover;
}

}  // namespace

void add_fact(Facts& facts, const std::string& name, const std::string& value) {
    if (!value.empty()) facts.rows.emplace_back(name, value);
}

ReportModel make_model(const Visit& visit) {
    ReportModel model;
    model.visit_id = visit.id;
    model.code = verification_code(visit);
    model.cover = cover_of(visit, model.code);
    model.title = model.cover.kind + ": " + model.cover.title;
    const commissioning::Person author = author_of(visit);
    model.author = joined(author.name, author.company, ", ");
    model.subject = text::trf("Visit {}, station {}", visit.id, visit.anchor_serial);
    model.created = iso_time(visit.closed ? *visit.closed : visit.created);
    for (const auto make : {result_section, to_do_section, untested_section, site_section, station_section,
                            checks_section, evidence_section, settings_section, changes_section, readings_section,
                            confirmations_section, notes_section, sources_section})
        if (Section section = make(visit); !section.blocks.empty()) model.sections.push_back(std::move(section));
    return model;
}

}  // namespace firstlight::reports
