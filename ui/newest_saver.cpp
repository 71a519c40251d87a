#include "ui/newest_saver.h"

#include <mutex>
#include <utility>

namespace firstlight::ui {

struct NewestSaver::Saved {
    std::mutex mutex;
    std::uint64_t number = 0;  ///< of the newest save that is on disk, or failed

    void save(std::uint64_t wanted, const std::function<void()>& work) {
        const std::lock_guard lock(mutex);
        if (wanted <= number) return;
        number = wanted;
        work();
    }
};

NewestSaver::NewestSaver(Bridge& bridge) : bridge_(bridge), saved_(std::make_shared<Saved>()) {}

NewestSaver::~NewestSaver() {
    try {
        if (newest_work_) saved_->save(newest_, newest_work_);
    } catch (const std::exception&) {
        // Nobody is left to hear it; every save before told its own failure.
    }
}

void NewestSaver::save(std::function<void()> work, std::function<void()> done, Bridge::Failed failed) {
    newest_work_ = std::move(work);
    ++newest_;
    job_ = bridge_.start_beside<int>(
        [saved = saved_, number = newest_, now = newest_work_] {
            saved->save(number, now);
            return 0;
        },
        [done = std::move(done)](int) {
            if (done) done();
        },
        std::move(failed));
}

}  // namespace firstlight::ui
