// Visits on the command line: carried, kept, put away, begun anew and deleted, as the window does it.
#include "commissioning/visit_store.h"
#include "tests/end_to_end/child_program.h"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

using namespace firstlight;
using namespace firstlight::tests;
using Json = nlohmann::json;

namespace {

const std::string first = "20261123-104207-3F2A", second = "20261124-080000-00B7";

/// A laptop with visits of its own; drafts lie beside them.
class Laptop {
  public:
    void begin(const std::string& id, const std::string& customer) {
        commissioning::Visit visit;
        visit.id = id;
        visit.purpose = "commissioning";
        visit.site.customer = customer;
        visit.rule_set = "de_vde_ar_n_4105";
        visit.people = {{"Anna", "Solar " + customer, "installer", "", "", ""}};
        visit.devices = {{"plant", "plant", "", "", "", "2.9", 247}};
        visit.changes = {proven("ess_backup_soc", "20.0"), proven("station_name", "Haus " + customer),
                         proven("grid_max_export_power", "4.600")};
        commissioning::VisitStore::open(store())->create(visit);
    }
    commissioning::Visit stored(const std::string& id) const {
        return commissioning::VisitStore::open(store())->load(id);
    }
    std::filesystem::path store() const { return folder_ / "visits.db"; }
    std::filesystem::path draft(const std::string& id) const { return folder_.path() / "drafts" / (id + ".json"); }
    std::filesystem::path operator/(const std::string& name) const { return folder_ / name; }

    Ended run(std::vector<std::string> words) const {
        words.insert(words.begin(), "visits");
        words.insert(words.end(), {"--store", store().string()});
        return run_program("firstlight-cli", std::move(words));
    }
    Json done(std::vector<std::string> words) const {
        words.push_back("--json");
        const auto ended = run(std::move(words));
        INFO(ended.out << ended.err);
        REQUIRE(ended.exit_code == 0);
        return Json::parse(ended.out);
    }
    /// Title, explanation and next step in one.
    std::string refused(std::vector<std::string> words) const {
        words.push_back("--json");
        const auto ended = run(std::move(words));
        INFO(ended.out << ended.err);
        REQUIRE(ended.exit_code == 2);
        const auto error = Json::parse(ended.out).at("error");
        return error.at("title").get<std::string>() + "\n" + error.at("explanation").get<std::string>() + "\n"
               + error.at("next_step").get<std::string>();
    }
    std::vector<std::string> ids(std::vector<std::string> more = {}) const {
        std::vector<std::string> found;
        const auto list = done(std::move(more));
        for (const auto& visit : list.at("visits")) found.push_back(visit.at("id"));
        std::ranges::sort(found);
        return found;
    }

  private:
    static std::pair<std::int64_t, station::Change> proven(const std::string& point, const std::string& wanted) {
        station::Change change;
        change.device = "plant";
        change.point = point;
        change.wanted = wanted;
        change.result = station::WriteResult::proven;
        return {0, change};
    }

    TemporaryFolder folder_;
};

using Ids = std::vector<std::string>;

bool holds(const std::string& text, const std::string& part) {
    INFO(text);
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a visit goes to another laptop as one file, with its draft, and a second time changes nothing") {
    Laptop office, van;
    office.begin(first, "Maier");
    std::filesystem::create_directories(office.draft(first).parent_path());
    write_text(office.draft(first), R"({"purpose": "commissioning"})");
    const auto file = (office / "maier.flvisit").string();
    CHECK(office.done({"export", first, file}).at("file") == file);
    CHECK(van.done({"import", file}).at("added") == Ids{first});
    CHECK(van.ids() == Ids{first});
    CHECK(read_text(van.draft(first)) == R"({"purpose": "commissioning"})");
    CHECK(van.done({"import", file}).at("unchanged") == Ids{first});

    CHECK(holds(office.refused({"export", first, file}), "is there already"));
    CHECK(office.done({"export", first, file, "--yes"}).at("visit") == first);
    CHECK(holds(office.refused({"export", second, file, "--yes"}), "There is no visit " + second));
}

TEST_CASE("a file that is missing or no file of visits is refused with the reason, and nothing has changed") {
    Laptop laptop;
    laptop.begin(first, "Maier");
    write_text(laptop / "broken.flvisit", std::string(5000, 'x'));
    for (const auto& command : {"import", "restore"}) {
        INFO(command);
        Ids missing{command, (laptop / "none.flvisit").string()}, broken{command, (laptop / "broken.flvisit").string()};
        if (command == std::string("restore"))
            for (auto* words : {&missing, &broken}) words->push_back("--yes");
        CHECK(holds(laptop.refused(missing), "there is no such file"));
        CHECK(holds(laptop.refused(broken), "it holds no visits of Firstlight"));
    }
    CHECK(laptop.ids() == Ids{first});
    CHECK(holds(laptop.run({"export", first}).err, "visits export --help"));
}

TEST_CASE("a back-up brings all visits back when somebody says yes, and what was there is kept") {
    Laptop laptop;
    laptop.begin(first, "Maier");
    const auto file = (laptop / "all.flbackup").string();
    CHECK(laptop.done({"backup", file}).at("visits") == 1);
    laptop.begin(second, "Huber");
    CHECK(holds(laptop.refused({"restore", file}), "Every visit on this laptop is replaced"));
    CHECK(laptop.ids() == Ids{first, second});
    const auto restored = laptop.done({"restore", file, "--yes"});
    CHECK(laptop.ids() == Ids{first});
    laptop.done({"restore", restored.at("kept"), "--yes"});
    CHECK(laptop.ids() == Ids{first, second});
}

TEST_CASE("an archived visit is listed when it is asked for") {
    Laptop laptop;
    laptop.begin(first, "Maier");
    CHECK(laptop.done({"archive", first}).at("archived") == true);
    CHECK(laptop.ids().empty());
    CHECK(laptop.ids({"--all"}) == Ids{first});
    CHECK(holds(laptop.run({"--all"}).out, "archived"));
    laptop.done({"archive", first, "--take-out"});
    CHECK(laptop.ids() == Ids{first});
}

TEST_CASE("a visit is begun with the settings of another") {
    Laptop laptop;
    laptop.begin(first, "Maier");
    const auto made = laptop.done({"duplicate", first});
    CHECK(made.at("of") == first);
    CHECK(laptop.ids().size() == 2);
    const auto begun = laptop.stored(made.at("visit"));
    CHECK(begun.people == laptop.stored(first).people);
    CHECK(begun.rule_set == "de_vde_ar_n_4105");
    CHECK(begun.site == commissioning::Site{});
    CHECK(begun.changes.empty());
    const auto draft = read_text(laptop.draft(made.at("visit")));
    const auto settings = Json::parse(draft).at("settings");
    REQUIRE(settings.size() == 2);
    CHECK(settings[0].at("point") == "ess_backup_soc");
    CHECK(settings[0].at("value") == "20.0");
    CHECK(settings[1].at("point") == "grid_max_export_power");
    CHECK(settings[1].at("value") == "4.600");
    CHECK_FALSE(holds(draft, "Haus Maier"));
    CHECK(holds(laptop.refused({"duplicate", second}), "There is no visit " + second));
}

TEST_CASE("a customer's data go when the name is repeated, and only that customer's") {
    Laptop laptop;
    laptop.begin(first, "Maier");
    laptop.begin(second, "Huber");
    CHECK(holds(laptop.refused({"delete-customer", "Nobody"}), "There is no visit of \"Nobody\""));
    CHECK(holds(laptop.refused({"delete-customer", "Maier"}), "add --confirm \"Maier\""));
    CHECK(holds(laptop.refused({"delete-customer", "Maier", "--confirm", "Huber"}), "was not repeated"));
    CHECK(laptop.ids() == Ids{first, second});
    for (const auto& id : {first, second}) {
        std::filesystem::create_directories(laptop.draft(id).parent_path() / (id + ".documents"));
        write_text(laptop.draft(id), R"({"purpose": "commissioning"})");
        write_text(laptop.draft(id).parent_path() / (id + ".documents") / "approval.pdf", "approved");
    }
    CHECK(laptop.done({"delete-customer", "Maier", "--confirm", "Maier"}).at("visits") == Ids{first});
    CHECK(laptop.ids() == Ids{second});
    for (const auto& entry : std::filesystem::recursive_directory_iterator((laptop / "visits.db").parent_path())) {
        INFO(entry.path());
        CHECK(entry.path().filename().string().find(first) == std::string::npos);
        if (entry.is_regular_file()) CHECK(read_text(entry.path()).find("Maier") == std::string::npos);
    }
    CHECK(laptop.stored(second).site.customer == "Huber");
    CHECK(laptop.stored(second).changes.size() == 3);
    CHECK(std::filesystem::exists(laptop.draft(second)));
    CHECK(read_text(laptop.draft(second).parent_path() / (second + ".documents") / "approval.pdf") == "approved");
}
