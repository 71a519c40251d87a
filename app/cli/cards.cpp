#include "app/cli/errors.h"
#include "app/cli/rows.h"
#include "app/cli/terminal.h"
#include "commissioning/card_list.h"
#include "text/text.h"

#include <charconv>

namespace firstlight::app::cli {

namespace {

struct CardsOptions : CommonOptions, StationOptions, WriteOptions {
    std::string device, action, first, second;
};

int place_in(const std::string& text) {
    int place = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), place);
    if (error == std::errc() && end == text.data() + text.size()) return place;
    throw WrongUse(text::trf("\"{}\" is no place of a card", text),
                   text::tr("Cards are named by the number in the first column."),
                   text::tr("Run the command without an action: it lists the cards."));
}

/// The number never stands on the command line, where others can read it.
std::string ask_number() {
    const auto number = ask_hidden(text::tr("Number of the card (scan or type it): "));
    const bool is_given = number && number->find_first_not_of(" \t") != std::string::npos;
    if (is_given) return *number;
    throw WrongUse(text::tr("No card was added"), text::tr("No number was given."),
                   text::tr("Scan the card or type its number when asked, or pipe it in."));
}

void change(commissioning::CardList& cards, const CardsOptions& options) {
    if (options.action == "add") return cards.add(options.first, ask_number());
    if (options.action == "import") return cards.import(options.first);
    const int place = place_in(options.first);
    if (options.action == "rename") return cards.rename(place, options.second);
    if (options.action == "remove") return cards.remove(place);
    cards.set_blocked(place, options.action == "block");
}

int run(const CardsOptions& options, Output& output) {
    StationSession session(options, options, output);
    const auto found = find_table(session, options.device, "cards");
    const auto live = read_table(session, found);
    if (options.action.empty()) {
        output.document(Json{{"device", found.device->name()}, {"cards", to_json(*found.table, live.rows)}});
        output.text(rows_text(*found.table, live.rows));
        return static_cast<int>(Exit::done);
    }
    commissioning::CardList cards(*found.table, live.rows);
    change(cards, options);
    return write_rows(session, found, live, cards.rows(), options, output);
}

}  // namespace

void add_cards(Commands& commands) {
    auto options = std::make_shared<CardsOptions>();
    auto* command =
        commands.add("cards", text::tr("Show or change the RFID cards of a charger"),
                     text::tr("A card's number is asked for and never shown again.\n\nExamples:\n"
                              "  firstlight-cli cards tcp:192.168.4.1 \"ac charger 2\"\n"
                              "  firstlight-cli cards tcp:192.168.4.1 \"ac charger 2\" add Anna\n"
                              "  firstlight-cli cards tcp:192.168.4.1 \"ac charger 2\" import cards.csv --yes"),
                     *options);
    commands.add_station_options(command, *options);
    add_write_options(commands, command, *options);
    command->add_option("device", options->device, text::tr("The charger"))->required();
    command
        ->add_option("action", options->action,
                     text::tr("add NAME, rename PLACE NAME, block PLACE, allow PLACE, remove PLACE, import FILE"))
        ->check(CLI::IsMember({"add", "rename", "block", "allow", "remove", "import"}));
    command->add_option("first", options->first, text::tr("Name, place or file"));
    command->add_option("second", options->second, text::tr("New name"));
    commands.on(command, *options, [options](Output& output) { return run(*options, output); });
}

}  // namespace firstlight::app::cli
