//! Which keys mean which command. Pure.

/// What a shortcut does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::page) enum Command {
    /// Reads the request, or all of the table, again.
    Refresh,
    /// Switches watching on or off.
    Watch,
    /// Copies the address of the page.
    CopyLink,
    /// Moves the focus to the field that opens a request.
    Open,
    /// Goes to the table of several requests.
    Table,
    /// Goes to the start page.
    Start,
    /// Shows the shortcuts.
    Help,
}

/// Every shortcut: its keys, one after the other, and what it does, for the overview.
pub(super) const SHORTCUTS: [(&[&str], Command, &str); 7] = [
    (&["r"], Command::Refresh, "Refresh"),
    (&["w"], Command::Watch, "Watch, or stop watching"),
    (&["c"], Command::CopyLink, "Copy the link to this page"),
    (&["/"], Command::Open, "Open a request"),
    (&["g", "t"], Command::Table, "Go to several requests"),
    (&["g", "s"], Command::Start, "Go to the start page"),
    (&["?"], Command::Help, "Show these shortcuts"),
];

/// A key that was pressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct KeyPress {
    /// The character or the name of the key.
    pub(super) key: String,
    /// Ctrl, Alt or Meta is held down. Shift is not: some keyboards need it for a slash.
    pub(super) has_modifier: bool,
    /// The focus is where text is entered, or a dialog is open.
    pub(super) is_typing: bool,
}

/// The keys of a shortcut that is under way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct KeySequence {
    pressed: Vec<String>,
}

impl KeySequence {
    /// Adds a key; the command, where that completes a shortcut.
    pub(super) fn press(&mut self, press: KeyPress) -> Option<Command> {
        if press.has_modifier || press.is_typing {
            self.pressed.clear();
            return None;
        }
        // The press of Shift for the next key is none of its own.
        if press.key == "Shift" {
            return None;
        }
        self.pressed.push(press.key);
        let starts = |keys: &[&str]| self.pressed.iter().zip(keys).all(|(pressed, key)| pressed == key);
        let found = SHORTCUTS.iter().find(|(keys, ..)| keys.len() == self.pressed.len() && starts(keys));
        let is_under_way = SHORTCUTS.iter().any(|(keys, ..)| keys.len() > self.pressed.len() && starts(keys));
        if !is_under_way {
            self.pressed.clear();
        }
        found.map(|(_, command, _)| *command)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(key: &str) -> KeyPress {
        KeyPress { key: key.to_owned(), has_modifier: false, is_typing: false }
    }

    #[test]
    fn every_shortcut_gives_its_command() {
        for (keys, command, _) in SHORTCUTS {
            let mut sequence = KeySequence::default();
            let given: Vec<_> = keys.iter().map(|pressed| sequence.press(key(pressed))).collect();
            assert_eq!(given.last(), Some(&Some(command)), "{keys:?}");
            assert_eq!(sequence, KeySequence::default());
        }
    }

    #[test]
    fn no_shortcut_while_typing_or_with_a_modifier() {
        for (keys, ..) in SHORTCUTS {
            for (has_modifier, is_typing) in [(true, false), (false, true)] {
                let mut sequence = KeySequence::default();
                for pressed in keys {
                    assert_eq!(sequence.press(KeyPress { has_modifier, is_typing, ..key(pressed) }), None);
                }
            }
        }
    }

    #[test]
    fn a_key_that_continues_nothing_starts_anew() {
        let mut sequence = KeySequence::default();
        assert_eq!(sequence.press(key("g")), None);
        assert_eq!(sequence.press(key("x")), None);
        assert_eq!(sequence.press(key("t")), None);
        assert_eq!(sequence.press(key("r")), Some(Command::Refresh));
        assert_eq!(sequence.press(key("R")), None);
    }

    #[test]
    fn shift_before_a_key_does_not_interrupt() {
        let mut sequence = KeySequence::default();
        assert_eq!(sequence.press(key("Shift")), None);
        assert_eq!(sequence.press(key("?")), Some(Command::Help));
    }
}
