#pragma once

#include "ui/quiet_panel.h"
#include "ui/theme.h"

#include <wx/sizer.h>
#include <wx/stattext.h>

namespace firstlight::ui {

/// A quiet box on the page.
class Card : public QuietPanel {
  public:
    explicit Card(wxWindow* parent);
    wxBoxSizer& content() { return *content_; }

  private:
    wxBoxSizer* content_;
};

/// One fact in a card: what it is, how it stands.
class Tile : public Card {
  public:
    Tile(wxWindow* parent, const wxString& what);
    void set(const wxString& words, Hue hue = Hue::text);

  private:
    /// Wraps the value at the tile's width.
    void wrap();
    wxString what_, words_;
    wxStaticText* value_;
};

}  // namespace firstlight::ui
