#pragma once

#include "ui/bridge.h"

#include <cstdint>
#include <functional>
#include <memory>

namespace firstlight::ui {

/// Keeps on disk what the person goes on changing, without the UI thread waiting: the newest state counts, an older
/// save that comes late is left out. What is not on disk yet when it is dropped is saved there and then.
class NewestSaver {
  public:
    /// `bridge` must outlive it.
    explicit NewestSaver(Bridge& bridge);
    ~NewestSaver();
    NewestSaver(const NewestSaver&) = delete;
    NewestSaver& operator=(const NewestSaver&) = delete;

    /// `work` runs on the pool, on a copy of the state. One of `done` and `failed` follows, unless a newer save came.
    void save(std::function<void()> work, std::function<void()> done, Bridge::Failed failed);

  private:
    struct Saved;
    Bridge& bridge_;
    std::shared_ptr<Saved> saved_;
    std::uint64_t newest_ = 0;
    std::function<void()> newest_work_;
    Job job_;
};

}  // namespace firstlight::ui
