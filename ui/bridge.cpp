#include "ui/bridge.h"

#include <future>
#include <map>

#include <wx/app.h>

namespace firstlight::ui {

void post_to_ui(std::function<void()> work) {
    if (wxTheApp != nullptr) wxTheApp->CallAfter(std::move(work));
}

/// Lives on the I/O thread.
struct Bridge::Jobs {
    explicit Jobs(transport::Runtime& of) : runtime(of) {}

    transport::Runtime& runtime;
    std::map<int, transport::Task> running;
    std::function<void()> when_empty;

    void ended(int id) {
        running.erase(id);
        if (running.empty() && when_empty) when_empty();
    }
};

struct Job::State {
    std::function<void()> cancel;  // set while somebody wants the result; UI thread only
};

Job& Job::operator=(Job&& other) noexcept {
    if (this != &other) {
        cancel();
        state_ = std::move(other.state_);
    }
    return *this;
}

void Job::cancel() {
    if (!state_ || !state_->cancel) return;
    const auto cancel = std::exchange(state_->cancel, nullptr);
    cancel();
}

bool Job::running() const {
    return state_ && state_->cancel;
}

namespace {

awaitable<void> carry(std::function<awaitable<void>()> work, std::function<void(std::exception_ptr)> ends) {
    std::exception_ptr error;
    try {
        co_await work();
    } catch (...) {
        error = std::current_exception();
    }
    ends(error);
}

}  // namespace

Bridge::Bridge() : jobs_(std::make_shared<Jobs>(runtime_)) {
    runtime_.start_thread();
}

Bridge::~Bridge() {
    std::promise<void> all_ended;
    runtime_.post([this, &all_ended] {
        if (jobs_->running.empty()) return all_ended.set_value();
        jobs_->when_empty = [&all_ended] { all_ended.set_value(); };
        for (auto& [id, task] : jobs_->running) task.cancel();
    });
    all_ended.get_future().wait();
    runtime_.stop();
}

Job Bridge::launch(std::function<awaitable<void>()> work, std::function<void()> deliver, Failed failed) {
    static int last_id = 0;
    const int id = ++last_id;
    auto state = std::make_shared<Job::State>();
    state->cancel = [jobs = jobs_, id] {
        jobs->runtime.post([jobs, id] {
            if (const auto found = jobs->running.find(id); found != jobs->running.end()) found->second.cancel();
        });
    };
    const std::weak_ptr<Job::State> wanted = state;
    auto on_ui = [wanted, deliver = std::move(deliver), failed = std::move(failed)](std::exception_ptr error) {
        const auto still = wanted.lock();
        if (!still || !still->cancel) return;
        still->cancel = nullptr;
        if (!error) return deliver();
        if (failed && !transport::is_cancellation(error)) failed(error);
    };
    auto ends = [jobs = jobs_, id, on_ui](std::exception_ptr error) {
        post_to_ui([on_ui, error] { on_ui(error); });
        jobs->runtime.post([jobs, id] { jobs->ended(id); });  // not from inside the task that ends
    };
    runtime_.post([this, id, work = std::move(work), ends = std::move(ends)] {
        jobs_->running.emplace(id, transport::spawn(runtime_.executor(), carry(work, ends)));
    });
    return Job(std::move(state));
}

}  // namespace firstlight::ui
