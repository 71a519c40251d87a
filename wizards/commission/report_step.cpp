#include "reports/report.h"
#include "ui/error_banner.h"
#include "ui/page.h"
#include "ui/words.h"
#include "wizards/commission/work.h"

#include <filesystem>

#include <wx/button.h>
#include <wx/filedlg.h>
#include <wx/utils.h>

namespace firstlight::wizards {

using reports::ReportFiles;
using ui::px;
using ui::tr;
using ui::trf;

namespace {

/// The report, on paper and for machines.
class ReportStep : public Step {
  public:
    explicit ReportStep(WorkPointer work)
        : Step("report", tr("Report"), tr("The report is ready"),
               tr("It says what was found, written, proven and not tested. Hand it to the owner.")),
          work_(std::move(work)) {}

    void make(wxWindow* page, wxBoxSizer& column) override {
        error_ = new ui::ErrorBanner(page);
        column.Add(error_, 0, wxEXPAND | wxBOTTOM, px(*page, ui::space::inside));
        where_ = ui::add_paragraph(page, column, tr("Writing the report"));
        auto* row = new wxBoxSizer(wxHORIZONTAL);
        const auto button = [&](const wxString& label, void (ReportStep::*action)()) {
            auto* made = new wxButton(page, wxID_ANY, label);
            made->Bind(wxEVT_BUTTON, [this, action](wxCommandEvent&) { (this->*action)(); });
            made->Disable();
            row->Add(made, 0, wxRIGHT, px(*page, ui::space::inside));
            buttons_.push_back(made);
        };
        button(tr("Open the PDF"), &ReportStep::open);
        button(tr("Save a copy"), &ReportStep::save_copy);
        column.Add(row, 0, wxTOP, px(*page, ui::space::inside));
    }

    void entered() override { write(); }

    wxString why_not_next() const override { return files_ ? wxString() : tr("The report is not written yet."); }

  private:
    void write() {
        files_.reset();
        if (!work_->done) return;
        const auto& workspace = work_->workspace;
        const auto options = workspace.report_options();
        const auto folder = workspace.places().reports;
        job_ = work_->workspace.bridge().start_beside<ReportFiles>(
            [visit = *work_->done, folder, options] { return reports::write_report(visit, folder, options); },
            [this](ReportFiles files) { written(std::move(files)); },
            [this](const std::exception_ptr& error) {
                error_->show(error);
                changed();
            });
        changed();
    }

    void written(ReportFiles files) {
        files_ = std::move(files);
        error_->clear();
        where_->SetLabel(trf("PDF: {}\nJSON: {}", ui::to_utf8(files_->pdf), ui::to_utf8(files_->json)));
        for (auto* button : buttons_) button->Enable();
        where_->GetParent()->Layout();
        changed();
    }

    void open() {
        if (!wxLaunchDefaultApplication(ui::to_wx(ui::to_utf8(files_->pdf))))
            where_->SetLabel(tr("This computer has no program that opens PDF files. The report lies at:") + "\n"
                             + ui::to_wx(ui::to_utf8(files_->pdf)));
    }

    void save_copy() {
        wxFileDialog dialog(where_, tr("Save a copy"), {}, ui::to_wx(work_->visit + ".pdf"), "PDF (*.pdf)|*.pdf",
                            wxFD_SAVE | wxFD_OVERWRITE_PROMPT);
        if (dialog.ShowModal() != wxID_OK) return;
        const auto copy = std::filesystem::u8path(ui::to_utf8(dialog.GetPath()));
        copy_ = work_->workspace.bridge().start_beside<int>(
            [pdf = files_->pdf, copy] {
                std::filesystem::copy_file(pdf, copy, std::filesystem::copy_options::overwrite_existing);
                return 0;
            },
            [this, copy](int) {
                error_->clear();
                where_->SetLabel(L"✓ " + trf("Copied to {}", ui::to_utf8(copy)));
            },
            [this](const std::exception_ptr& error) { error_->show(error); });
    }

    WorkPointer work_;
    ui::ErrorBanner* error_ = nullptr;
    wxStaticText* where_ = nullptr;
    std::vector<wxButton*> buttons_;
    std::optional<ReportFiles> files_;
    ui::Job job_, copy_;
};

}  // namespace

std::unique_ptr<Step> report_step(WorkPointer work) {
    return std::make_unique<ReportStep>(std::move(work));
}

}  // namespace firstlight::wizards
