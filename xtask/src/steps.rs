//! Tells the reader what is being done, while it is done: a line at the start, progress, the time at the end.
//! Touches stdout.

use std::io::{IsTerminal, Write, stdout};
use std::time::{Duration, Instant};

/// How often a step that takes long says so where lines cannot be redrawn.
const REMINDER: Duration = Duration::from_secs(20);
/// Redrawn lines must not wrap, or each redraw would leave one behind.
const WIDTH: usize = 78;

/// One step under way.
pub(crate) struct Step {
    title: String,
    started: Instant,
    last_told: Instant,
    redrawn: bool,
    ended: bool,
}

impl Step {
    /// Prints that the step starts.
    pub(crate) fn start(title: impl Into<String>) -> Self {
        let now = Instant::now();
        let step = Self {
            title: title.into(),
            started: now,
            last_told: now,
            redrawn: stdout().is_terminal(),
            ended: false,
        };
        if step.redrawn {
            step.redraw("");
        } else {
            print_line(&format!("· {} …", step.title));
        }
        step
    }

    /// How it goes, e.g. what is being compiled; cheap enough to call for every line of a child.
    pub(crate) fn progress(&mut self, detail: &str) {
        let since = if self.redrawn { Duration::from_millis(100) } else { REMINDER };
        if self.last_told.elapsed() < since {
            return;
        }
        self.last_told = Instant::now();
        let detail = if detail.is_empty() { String::new() } else { format!(" {detail},") };
        let elapsed = seconds(self.started.elapsed());
        if self.redrawn {
            self.redraw(&format!("{detail} {elapsed}"));
        } else {
            print_line(&format!("  {} …{detail} {elapsed}", self.title));
        }
    }

    /// Prints that the step has ended well, with a note (may be empty) and its time.
    pub(crate) fn done(mut self, note: &str) {
        let comma = if note.is_empty() { "" } else { ", " };
        self.end(&format!("✓ {} ({note}{comma}{})", self.title, seconds(self.started.elapsed())));
    }

    fn end(&mut self, line: &str) {
        self.ended = true;
        if self.redrawn {
            self.clear();
        }
        print_line(line);
    }

    fn redraw(&self, rest: &str) {
        let line: String = format!("· {} …{rest}", self.title).chars().take(WIDTH).collect();
        let mut out = stdout().lock();
        let _ = write!(out, "\r{line:WIDTH$}").and_then(|()| out.flush());
    }

    fn clear(&self) {
        let mut out = stdout().lock();
        let _ = write!(out, "\r{:WIDTH$}\r", "");
    }
}

/// A step left without [`Step::done`] has failed; the failure itself is told by whoever returns it.
impl Drop for Step {
    fn drop(&mut self) {
        if !self.ended {
            self.end(&format!("✗ {} ({})", self.title, seconds(self.started.elapsed())));
        }
    }
}

/// Prints one line; a closed stdout (`| head`) is no reason to stop.
pub(crate) fn print_line(line: &str) {
    let _ = writeln!(stdout().lock(), "{line}");
}

/// `0.1 s`, `12.3 s`, `4 min 05 s`.
pub(crate) fn seconds(time: Duration) -> String {
    let whole = time.as_secs();
    if whole < 100 {
        return format!("{:.1} s", time.as_secs_f64());
    }
    format!("{} min {:02} s", whole / 60, whole % 60)
}

#[cfg(test)]
mod tests {
    use super::seconds;
    use std::time::Duration;

    #[test]
    fn times_read_well_at_every_length() {
        assert_eq!(seconds(Duration::from_millis(130)), "0.1 s");
        assert_eq!(seconds(Duration::from_secs(99)), "99.0 s");
        assert_eq!(seconds(Duration::from_secs(245)), "4 min 05 s");
    }
}
