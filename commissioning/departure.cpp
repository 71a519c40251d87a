#include "commissioning/departure.h"

#include "commissioning/plan_secrets.h"
#include "commissioning/rule_set.h"
#include "formats/strict_json.h"
#include "station/profile.h"
#include "text/language.h"
#include "text/text.h"

#include <algorithm>
#include <charconv>
#include <system_error>

#include <fmt/ranges.h>

namespace firstlight::commissioning {

namespace {

DepartureItem good(std::string title, std::string reason) {
    return {std::move(title), true, std::move(reason), {}};
}

DepartureItem missing(std::string title, std::string reason, std::string next_step) {
    return {std::move(title), false, std::move(reason), std::move(next_step)};
}

DepartureItem device_files(const Laptop& laptop) {
    auto title = text::tr("Device profiles");
    if (!laptop.profiles_fault.empty())
        return missing(title, laptop.profiles_fault,
                       text::tr("Mend or remove that file, or install Firstlight again."));
    return good(title, text::trf("{} are there and can be read.", laptop.profiles));
}

DepartureItem rules(const Laptop& laptop, const Plan& plan) {
    auto title = text::tr("Rule set");
    if (!laptop.rule_sets_fault.empty())
        return missing(title, laptop.rule_sets_fault,
                       text::tr("Mend or remove that file, or install Firstlight again."));
    if (plan.rule_set.empty())
        return good(title, text::tr("None is chosen: the country's is used, or the generic one."));
    if (std::ranges::find(laptop.rule_sets, plan.rule_set) != laptop.rule_sets.end())
        return good(title, text::trf("{} is there.", plan.rule_set));
    return missing(title, text::trf("{} is not on this laptop.", plan.rule_set),
                   text::tr("Copy its file into the rule_sets folder beside your visits, or choose another."));
}

DepartureItem language(const Laptop& laptop) {
    auto title = text::tr("Language");
    const auto& wanted = laptop.language;
    if (wanted.empty() || wanted == "system" || wanted == "en")
        return good(title, text::tr("English is built in; the system's language is used where it is there."));
    if (std::ranges::find(laptop.languages, wanted) != laptop.languages.end())
        return good(title, text::trf("The words for \"{}\" are there.", wanted));
    return missing(title, text::trf("The words for \"{}\" are not on this laptop; English would be shown.", wanted),
                   text::tr("Choose another language in Settings, or install Firstlight again."));
}

DepartureItem serial(const Laptop& laptop) {
    auto title = text::tr("RS485 adapter");
    const auto& group = laptop.serial.group;
    if (laptop.serial.allowed)
        return good(title, group.empty() ? text::tr("This computer asks for no permission to use serial ports.")
                                         : text::tr("You may use serial ports."));
    return missing(title, text::trf("You may not use serial ports: only members of the group {} may.", group),
                   text::trf("Type in a terminal: sudo usermod -aG {} $USER. Then log out and in again.", group));
}

DepartureItem site(const Plan& plan) {
    auto title = text::tr("Customer and site");
    if (!plan.site.customer.empty() && !plan.site.address.empty())
        return good(title, plan.site.customer + ", " + plan.site.address);
    return missing(title, text::tr("Name or address is missing."),
                   text::tr("Fill them in, so that the report names the right place."));
}

DepartureItem devices(const Preparation& preparation) {
    auto title = text::tr("Expected devices");
    if (preparation.expected.empty())
        return missing(title, text::tr("It is not known what was delivered, so nothing can be missed."),
                       text::tr("Read a delivery list in, or type the serial numbers on site."));
    int count = 0;
    for (const auto& device : preparation.expected) count += device.count;
    return good(title, text::trf("{} expected, {} by serial number.", count, serials_of(preparation).size()));
}

/// A planned limit in kilowatts above what the network operator approved.
std::optional<std::string> above_approval(const Plan& plan, std::string_view point,
                                          const std::optional<double>& approved) {
    if (!approved) return std::nullopt;
    for (const auto& setting : plan.settings) {
        double planned = 0;
        const auto& value = setting.value;
        const auto read = std::from_chars(value.data(), value.data() + value.size(), planned);
        if (setting.point == point && read.ec == std::errc{} && planned > *approved)
            return text::trf("{} is planned with {} kW, approved are {} kW.", setting.point, value, *approved);
    }
    return std::nullopt;
}

DepartureItem limits(const Plan& plan, const ApprovedLimits& approved) {
    auto title = text::tr("Approved limits");
    if (!approved.export_kw && !approved.import_kw)
        return missing(title, text::tr("The network operator's limits are not noted."),
                       text::tr("Note them from the approval, so that what is set can be compared with them."));
    for (const auto& fault : {above_approval(plan, "grid_max_export_power", approved.export_kw),
                              above_approval(plan, "grid_max_import_power", approved.import_kw)})
        if (fault) return missing(title, *fault, text::tr("Plan a lower limit, or mend the approved one."));
    return good(title, text::tr("Noted, and no planned setting is above them."));
}

DepartureItem documents(const Laptop& laptop, const Preparation& preparation) {
    auto title = text::tr("Documents");
    if (!laptop.missing_documents.empty())
        return missing(title, text::trf("Not on this laptop: {}.", fmt::join(laptop.missing_documents, ", ")),
                       text::tr("Copy them to this laptop and choose them again."));
    return good(title, preparation.documents.empty()
                           ? text::tr("None is listed.")
                           : text::trf("{} are on this laptop.", preparation.documents.size()));
}

DepartureItem secrets(const Laptop& laptop, const Plan& plan) {
    auto title = text::tr("Passwords and cards");
    const auto next = text::tr("Keep them on this laptop: firstlight-cli secrets keep NAME.");
    if (!laptop.secrets_fault.empty()) return missing(title, laptop.secrets_fault, next);
    if (!laptop.missing_secrets.empty())
        return missing(title,
                       text::trf("The plan names them, and this laptop's secret store does not have them: {}.",
                                 fmt::join(laptop.missing_secrets, ", ")),
                       next);
    return good(title, names_secrets(plan) ? text::tr("All that the plan names are in this laptop's secret store.")
                                           : text::tr("The plan names none."));
}

/// What `work` throws for a broken file, in words; empty: nothing.
template <class Work>
std::string fault_of(const Work& work) {
    try {
        work();
        return {};
    } catch (const std::exception& error) {
        return error.what();
    }
}

}  // namespace

Laptop look_at_laptop(const std::filesystem::path& data, const std::filesystem::path& user,
                      const std::filesystem::path& locale, const std::string& language, const Plan& plan,
                      const Preparation& preparation, const SecretEntries& entries) {
    Laptop laptop;
    laptop.language = language;
    laptop.serial = transport::serial_permission();
    laptop.profiles_fault = fault_of(
        [&] { laptop.profiles = station::ProfileSet::load(data / "profiles", user / "profiles").all().size(); });
    laptop.rule_sets_fault = fault_of([&] {
        for (const auto& set : load_rule_sets(data / "rule_sets", user / "rule_sets"))
            laptop.rule_sets.push_back(set.id);
    });
    laptop.languages = text::languages_in(locale);
    std::error_code none;
    for (const auto& document : preparation.documents)
        if (!std::filesystem::exists(document.file, none)) laptop.missing_documents.push_back(document.title);
    const auto named = secrets_named_in(plan);
    if (named.empty()) return laptop;
    std::vector<std::string> known;
    laptop.secrets_fault = fault_of([&] { known = entries(); });
    for (const auto& entry : named)
        if (std::ranges::find(known, entry) == known.end()) laptop.missing_secrets.push_back(entry);
    return laptop;
}

std::vector<DepartureItem> ready_to_leave(const Laptop& laptop, const Plan& plan, const Preparation& preparation) {
    return {device_files(laptop),
            rules(laptop, plan),
            language(laptop),
            serial(laptop),
            site(plan),
            devices(preparation),
            limits(plan, preparation.approved),
            documents(laptop, preparation),
            secrets(laptop, plan)};
}

}  // namespace firstlight::commissioning
