#include "commissioning/sign_off.h"

#include "text/text.h"

#include <algorithm>
#include <stdexcept>

namespace firstlight::commissioning {

namespace {

bool is_noted(const Visit& visit, const std::string& text, const std::string& by) {
    return std::ranges::any_of(visit.notes, [&](const Note& note) { return note.text == text && note.by == by; });
}

}  // namespace

std::string why_not_closed(const Visit& visit, const SignOff& sign_off) {
    if (!sign_off.close) return {};
    if (sign_off.by.empty()) return text::tr("Give the name of who signs.");
    const auto counts = summarise(visit).counts;
    const auto failed = counts.find(Verdict::fail);
    if (failed != counts.end() && failed->second > 0 && sign_off.despite.empty())
        return text::tr("A check failed. Write why the visit is closed all the same, or leave it open.");
    return {};
}

Visit sign_off_visit(VisitStore& store, const std::string& id, const SignOff& sign_off) {
    auto visit = store.load(id);
    if (const auto reason = why_not_closed(visit, sign_off); !reason.empty()) throw std::invalid_argument(reason);
    const auto now = std::chrono::system_clock::now();
    for (const auto& text : {sign_off.remark, sign_off.despite})
        if (!text.empty() && !is_noted(visit, text, sign_off.by)) store.add_note(id, {text, sign_off.by, now});
    if (sign_off.close) {
        visit.closed = now;
        store.save_header(visit);
    }
    return store.load(id);
}

}  // namespace firstlight::commissioning
