//! Why a command ended: one line for the reader, and the last lines of the program that failed. Touches nothing.

/// One clear line, and what a failing program said last.
#[derive(Debug)]
pub(crate) struct Failure {
    /// What happened, what was expected, how to get it.
    pub(crate) message: String,
    /// The last lines of the program that failed; printed before the message.
    pub(crate) transcript: Vec<String>,
}

/// What every fallible function here returns.
pub(crate) type Outcome<T> = Result<T, Failure>;

/// A failure that is told by its line alone.
pub(crate) fn failure(message: impl Into<String>) -> Failure {
    Failure { message: message.into(), transcript: Vec::new() }
}
