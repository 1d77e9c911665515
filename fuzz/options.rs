//! Any text as the TOML file of the server: what is taken from it are options of `serve`, before those of the command line.

use std::ffi::OsString;
use std::path::Path;

use clap::{Args, Command};

#[path = "../server/src/options.rs"]
#[allow(dead_code, reason = "the file is read and the options are used by the program")]
mod options;

/// The file beside a command line.
pub(crate) fn options_file(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let command = options::Serve::augment_args(Command::new("serve"));
    let line = ["certview-orders", "serve", "--sandbox", "--listen=127.0.0.1:0"].map(OsString::from);
    let Ok(arguments) = options::with_text(line.to_vec(), Path::new("options.toml"), &text, &command) else {
        return;
    };
    let (start, rest) = arguments.split_at(2);
    let (added, given) = rest.split_at(rest.len() - 2);
    assert_eq!([start, given].concat(), line);
    for option in added {
        let option = option.to_str().expect("it was text");
        let name = option.split('=').next().and_then(|option| option.strip_prefix("--"));
        assert!(command.get_arguments().any(|known| known.get_long() == name), "{option:?} is no option");
        // Given on the command line, or excluded by what is.
        assert!(!["sandbox", "upstream", "listen", "config"].map(Some).contains(&name), "{option:?}");
    }
    let _ = command.try_get_matches_from(arguments.iter().skip(1));
}
